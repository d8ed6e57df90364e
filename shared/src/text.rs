//! Small rules about text that several fields share. Not about any one field.

/// Spaces, no-break spaces, hyphens and dashes that people put between groups of digits.
pub fn is_separator(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{200b}' | '\u{2060}' | '\u{feff}'
        )
}

/// The text without separators: codes and numbers as they are meant.
pub fn without_separators(text: &str) -> String {
    text.chars()
        .filter(|letter| !is_separator(*letter))
        .collect()
}

/// Trims and folds inner runs of white space to one space.
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The key under which a text is searched: lower case, Kazakh letters as their Russian
/// neighbours, ё as е, so that "Алия" finds "Әлия". Never shown, never compared as proof.
pub fn fold(text: &str) -> String {
    tidy(text)
        .chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'ә' => 'а',
            'ғ' => 'г',
            'қ' => 'к',
            'ң' => 'н',
            'ө' => 'о',
            'ұ' | 'ү' => 'у',
            'һ' => 'х',
            'і' => 'и',
            'ё' => 'е',
            other => other,
        })
        .collect()
}

/// Cyrillic and Latin letters in one word look like a slip of the keyboard: worth a warning,
/// never a refusal (rules.md, Accounts).
pub fn mixes_alphabets(text: &str) -> bool {
    text.split([' ', '-']).any(|word| {
        let latin = word.chars().any(|letter| letter.is_ascii_alphabetic());
        let cyrillic = word
            .chars()
            .any(|letter| ('\u{400}'..='\u{52f}').contains(&letter));
        latin && cyrillic
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_meets_what_people_type() {
        assert_eq!(fold("  Әлия   ӨТЕҒЕНҚЫЗЫ "), "алия отегенкызы");
        assert_eq!(
            without_separators(" 123 456-789 \u{2013}012\u{a0}"),
            "123456789012"
        );
        assert!(mixes_alphabets("Aлия"));
        assert!(!mixes_alphabets("Алия Smith"));
    }
}
