//! Twenty-character account numbers of Kazakhstan (ISO 13616). Needed for refunds.

use crate::text::without_separators;

/// The account in its normal form (no spaces, capitals), or `None` when form, country or check
/// digits are wrong.
pub fn kz_iban(text: &str) -> Option<String> {
    let iban = without_separators(text).to_ascii_uppercase();
    let well_formed = iban.len() == 20
        && iban.starts_with("KZ")
        && iban.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && iban[2..4].bytes().all(|byte| byte.is_ascii_digit());
    if !well_formed {
        return None;
    }
    let rest = iban[4..]
        .chars()
        .chain(iban[..4].chars())
        .try_fold(0_u32, |rest, letter| {
            let value = letter.to_digit(36)?;
            let shift = if value > 9 { 100 } else { 10 };
            Some((rest * shift + value) % 97)
        })?;
    (rest == 1).then_some(iban)
}

#[cfg(test)]
mod tests {
    #[test]
    fn vectors_hold() {
        let mut reader = csv::Reader::from_path("testdata/iban_test_vectors.csv").unwrap();
        let mut count = 0;
        for row in reader.deserialize::<(String, bool, String)>() {
            let (iban, valid, note) = row.unwrap();
            assert_eq!(super::kz_iban(&iban).is_some(), valid, "{note}");
            count += 1;
        }
        assert_eq!(count, 8);
    }
}
