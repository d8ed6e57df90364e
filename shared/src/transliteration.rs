//! Cyrillic names against the Latin ones of a document: a tolerant comparison, never a rule of
//! spelling (source: domain, identity documents 3.5, `transliteration.csv`).
//!
//! A ministry writes Х as KH and a citizen may have asked for another spelling; Kazakh names lose
//! their special letters. So both sides are folded to the same few sounds, and what remains is a score.

/// From this score on two names are taken to be one.
pub const AGREE: f32 = 0.82;
/// A zone cuts names; one of at least this length may be the beginning of the other.
const CUT: usize = 12;

/// Latin letters of a Cyrillic one; anything else is itself.
fn latin(letter: char) -> &'static str {
    match letter {
        'А' | 'Ә' => "A",
        'Б' => "B",
        'В' => "V",
        'Г' | 'Ғ' => "G",
        'Д' => "D",
        'Е' | 'Ё' | 'Э' => "E",
        'Ж' => "ZH",
        'З' => "Z",
        'И' | 'Й' | 'І' => "I",
        'К' | 'Қ' => "K",
        'Л' => "L",
        'М' => "M",
        'Н' | 'Ң' => "N",
        'О' | 'Ө' => "O",
        'П' => "P",
        'Р' => "R",
        'С' => "S",
        'Т' => "T",
        'У' | 'Ұ' | 'Ү' => "U",
        'Ф' => "F",
        'Х' => "KH",
        'Һ' => "H",
        'Ц' => "TS",
        'Ч' => "CH",
        'Ш' => "SH",
        'Щ' => "SHCH",
        'Ы' => "Y",
        'Ю' => "YU",
        'Я' => "YA",
        _ => "",
    }
}

/// Groups of letters and the sound they are folded to, longer groups first.
const FOLDS: &[(&str, &str)] = &[
    ("SHCH", "4"),
    ("SHH", "4"),
    ("SH", "5"),
    ("CH", "6"),
    ("ZH", "J"),
    ("KH", "H"),
    ("GH", "G"),
    ("NG", "N"),
    ("TS", "C"),
    ("TC", "C"),
    ("AE", "A"),
    ("YU", "U"),
    ("IU", "U"),
    ("YA", "A"),
    ("IA", "A"),
    ("YE", "E"),
    ("IE", "E"),
    ("YO", "E"),
    ("IO", "E"),
    ("Q", "K"),
    ("W", "U"),
    ("Y", "I"),
    ("X", "KS"),
];

/// The sounds of a name in either script.
pub fn fold(name: &str) -> String {
    let mut sounds = String::new();
    for letter in name.chars().flat_map(char::to_uppercase) {
        if letter.is_ascii_alphabetic() {
            sounds.push(letter);
        } else {
            sounds.push_str(latin(letter));
        }
    }
    sounds = single(&sounds);
    for (group, sound) in FOLDS {
        sounds = sounds.replace(group, sound);
    }
    single(&sounds)
}

/// Double letters are one: -ИЙ, -IY and -I, Анна and Ana.
fn single(sounds: &str) -> String {
    let mut single = String::new();
    for letter in sounds.chars() {
        if !single.ends_with(letter) {
            single.push(letter);
        }
    }
    single
}

/// How much two names agree, from 0 to 1. A name that is cut agrees with its whole.
pub fn likeness(one: &str, two: &str) -> f32 {
    let (one, two): (Vec<char>, Vec<char>) =
        (fold(one).chars().collect(), fold(two).chars().collect());
    let (short, long) = if one.len() <= two.len() {
        (one, two)
    } else {
        (two, one)
    };
    if short.is_empty() {
        return if long.is_empty() { 1.0 } else { 0.0 };
    }
    let cut = if short.len() >= CUT {
        &long[..short.len()]
    } else {
        &long[..]
    };
    #[expect(clippy::cast_precision_loss, reason = "lengths of names")]
    let score = |long: &[char]| 1.0 - steps(&short, long) as f32 / long.len() as f32;
    score(&long).max(score(cut))
}

/// Fewest letters to change, add or drop (Levenshtein).
fn steps(one: &[char], two: &[char]) -> usize {
    let mut line: Vec<usize> = (0..=two.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut before = line[0];
        line[0] = row + 1;
        for (column, other) in two.iter().enumerate() {
            let changed = before + usize::from(letter != other);
            before = line[column + 1];
            line[column + 1] = changed.min(before + 1).min(line[column] + 1);
        }
    }
    line[two.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_the_table_folds_alike() {
        let table = std::fs::read_to_string("testdata/transliteration.csv").unwrap();
        let mut letters = 0;
        for line in table.lines().skip(1) {
            let mut cells = line.splitn(3, ',');
            let (cyrillic, usual) = (cells.next().unwrap(), cells.next().unwrap());
            assert_eq!(
                fold(&format!("А{cyrillic}О")),
                fold(&format!("A{usual}O")),
                "{line}"
            );
            letters += 1;
        }
        assert_eq!(letters, 42);
    }

    #[test]
    fn the_same_name_in_other_spellings_agrees() {
        for (cyrillic, latin) in [
            ("Ерлан", "YERLAN"),
            ("Токаев", "TOKAYEV"),
            ("Хилл", "KHILL"),
            ("Хилл", "HILL"),
            ("Қайрат", "QAIRAT"),
            ("Айгүл", "AIGUL"),
            ("Щеглова", "SHCHEGLOVA"),
            ("Юлия", "IULIIA"),
            ("Әлия", "ALIYA"),
            ("Өтегенқызы", "OTEGENKYZY"),
            ("Жұмабаев", "ZHUMABAYEV"),
            ("Өзбекәліұлыкенжебаевтегі", "OZBEKALIULYKENZHEBAYEV"),
            ("O’Connor", "O CONNOR"),
        ] {
            assert!(likeness(cyrillic, latin) >= AGREE, "{cyrillic} {latin}");
        }
    }

    #[test]
    fn other_names_do_not() {
        for (cyrillic, latin) in [
            ("Иванова", "SYNTETIKOV"),
            ("Әлия", "AIGUL"),
            ("Серік", "BERIK"),
            ("Нұрлан", "ERLAN"),
            ("Ли", "PAK"),
            ("", "TEST"),
        ] {
            let score = likeness(cyrillic, latin);
            assert!(score < AGREE, "{cyrillic} {latin} {score}");
        }
    }
}
