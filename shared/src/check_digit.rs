//! The control digit that IIN and BIN share (source: domain, IIN 1.2).
//!
//! It says nothing of dates, types or people: see [`crate::iin`] and [`crate::bin`].

const FIRST: [u32; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const SECOND: [u32; 11] = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];

/// The control digit of the first eleven digits, or `None` when the serial was never issued
/// (both passes give 10).
pub fn control_digit(digits: &[u8; 12]) -> Option<u8> {
    let pass = |weights: &[u32; 11]| {
        digits
            .iter()
            .zip(weights)
            .map(|(digit, weight)| u32::from(*digit) * weight)
            .sum::<u32>()
            % 11
    };
    [FIRST, SECOND]
        .iter()
        .map(pass)
        .find(|rest| *rest < 10)
        .and_then(|rest| u8::try_from(rest).ok())
}

/// Twelve ASCII digits as numbers. Spaces and hyphens that people type are removed first; digits
/// of other scripts are refused.
pub fn twelve_digits(text: &str) -> Option<[u8; 12]> {
    let mut digits = [0; 12];
    let mut count = 0;
    for letter in text
        .chars()
        .filter(|letter| !crate::text::is_separator(*letter))
    {
        let digit = letter.to_digit(10)?;
        *digits.get_mut(count)? = u8::try_from(digit).ok()?;
        count += 1;
    }
    (count == 12).then_some(digits)
}
