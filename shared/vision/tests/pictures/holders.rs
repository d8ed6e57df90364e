//! People who never lived, and the zones of documents that nobody was given.

/// Numbers without rhyme, the same at each run.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From 0 to 1.
    pub(crate) fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    /// From -1 to 1.
    pub(crate) fn around(&mut self) -> f32 {
        self.share() * 2.0 - 1.0
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.share() * end as f32) as usize
    }

    /// About normal, of variance 1.
    pub(crate) fn bell(&mut self) -> f32 {
        (0..12).map(|_| self.share()).sum::<f32>() - 6.0
    }
}

/// Check digit (ICAO Doc 9303).
fn digit(text: &str) -> char {
    let value = |byte: u8| match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'A'..=b'Z' => u32::from(byte - b'A') + 10,
        _ => 0,
    };
    let weights = [7, 3, 1].into_iter().cycle();
    let sum: u32 = text
        .bytes()
        .zip(weights)
        .map(|(byte, weight)| value(byte) * weight)
        .sum();
    char::from_digit(sum % 10, 10).unwrap()
}

/// Whether the check digits of number, birth, expiry and the whole fit.
pub(crate) fn fits(lines: &[String]) -> bool {
    let fits = |text: &str, check: &str| digit(text).to_string() == check;
    match lines {
        [one, two, _] => {
            let whole = format!(
                "{}{}{}{}",
                &one[5..30],
                &two[..7],
                &two[8..15],
                &two[18..29]
            );
            fits(&one[5..14], &one[14..15])
                && fits(&two[..6], &two[6..7])
                && fits(&two[8..14], &two[14..15])
                && fits(&whole, &two[29..30])
        }
        [_, two] => {
            let whole = format!("{}{}{}", &two[..10], &two[13..20], &two[21..43]);
            fits(&two[..9], &two[9..10])
                && fits(&two[13..19], &two[19..20])
                && fits(&two[21..27], &two[27..28])
                && fits(&two[28..42], &two[42..43])
                && fits(&whole, &two[43..44])
        }
        _ => false,
    }
}

/// What a zone says.
pub(crate) struct Holder {
    pub(crate) state: &'static str,
    pub(crate) number: String,
    pub(crate) personal: String,
    pub(crate) birth: String,
    pub(crate) sex: char,
    pub(crate) expiry: String,
    pub(crate) name: String,
}

impl Holder {
    /// Somebody who never lived.
    pub(crate) fn by(chance: &mut Chance) -> Self {
        const SURNAMES: [&str; 8] = [
            "SYNTETIKOV",
            "ULGI",
            "OZBEKALIULYKENZHEBAYEV",
            "KHAMZINA",
            "ZHAQSYBEK",
            "WIJNQVORST",
            "O<CONNOR",
            "SHCHEGLOVA",
        ];
        const NAMES: [&str; 6] = [
            "TEST",
            "AIGUL",
            "NURSULTAN",
            "JOSE<MARIA",
            "ZHIBEK",
            "FEDOR",
        ];
        let digits = |chance: &mut Chance, count: usize| -> String {
            (0..count)
                .map(|_| char::from(b'0' + chance.below(10) as u8))
                .collect()
        };
        let date = |chance: &mut Chance, first: usize, years: usize| {
            let year = (first + chance.below(years)) % 100;
            format!(
                "{year:02}{:02}{:02}",
                1 + chance.below(12),
                1 + chance.below(28)
            )
        };
        let kazakh = chance.share() < 0.6;
        let letter = |chance: &mut Chance| char::from(b'A' + chance.below(26) as u8);
        Self {
            state: if kazakh { "KAZ" } else { "UTO" },
            number: if kazakh {
                digits(chance, 9)
            } else {
                format!("{}{}{}", letter(chance), letter(chance), digits(chance, 6))
            },
            personal: if kazakh {
                digits(chance, 12)
            } else {
                String::new()
            },
            birth: date(chance, 60, 48),
            sex: ['M', 'F', '<'][chance.below(3)],
            expiry: date(chance, 26, 10),
            name: format!("{}<<{}", SURNAMES[chance.below(8)], NAMES[chance.below(6)]),
        }
    }

    /// The three rows of a card.
    pub(crate) fn card(&self) -> Vec<String> {
        let filled = |text: String, length: usize| format!("{text:<<length$}")[..length].to_owned();
        let code = if self.state == "KAZ" { "ID" } else { "I<" };
        let number = filled(self.number.clone(), 9);
        let personal = filled(self.personal.clone(), 15);
        let one = format!("{code}{}{number}{}{personal}", self.state, digit(&number));
        let birth = format!("{}{}", self.birth, digit(&self.birth));
        let expiry = format!("{}{}", self.expiry, digit(&self.expiry));
        let rest = "<".repeat(11);
        let whole = digit(&format!("{}{birth}{expiry}{rest}", &one[5..30]));
        let two = format!("{birth}{}{expiry}{}{rest}{whole}", self.sex, self.state);
        vec![one, two, filled(self.name.clone(), 30)]
    }

    /// The two rows of a passport.
    pub(crate) fn passport(&self) -> Vec<String> {
        let filled = |text: String, length: usize| format!("{text:<<length$}")[..length].to_owned();
        let number = match self.state {
            "KAZ" => format!("N{}", &self.number[1..]),
            _ => filled(self.number.clone(), 9),
        };
        let number = format!("{number}{}", digit(&number));
        let birth = format!("{}{}", self.birth, digit(&self.birth));
        let expiry = format!("{}{}", self.expiry, digit(&self.expiry));
        let personal = filled(self.personal.clone(), 14);
        let personal = format!("{personal}{}", digit(&personal));
        let whole = digit(&format!("{number}{birth}{expiry}{personal}"));
        let state = self.state;
        vec![
            filled(format!("P<{state}{}", self.name), 44),
            format!(
                "{number}{state}{birth}{}{expiry}{personal}{whole}",
                self.sex
            ),
        ]
    }
}
