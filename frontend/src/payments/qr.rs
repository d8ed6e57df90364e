//! A QR code as one path.

use std::fmt::Write as _;

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

use crate::language::Words;

/// White around the code, in its own dots: scanners need four.
const MARGIN: usize = 4;

/// The code of a link; nothing when the link is too long for one.
pub fn code(link: &str, words: Words) -> Option<AnyView> {
    let code = QrCode::with_error_correction_level(link, EcLevel::M).ok()?;
    let (width, path) = (code.width(), path(&code.to_colors(), code.width()));
    let size = width + 2 * MARGIN;
    let shown = view! {
        <svg class="qr" role="img" aria-label=words viewBox=format!("0 0 {size} {size}")>
            <path d=path></path>
        </svg>
    };
    Some(shown.into_any())
}

fn path(dots: &[Color], width: usize) -> String {
    let mut path = String::new();
    for (y, row) in dots.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|dot| **dot == Color::Dark);
            let run = run.count();
            if run > 0 {
                // Writing into a text cannot fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + MARGIN, y + MARGIN);
            }
            x += run.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_dots_become_bars() {
        let dots = [Color::Dark, Color::Dark, Color::Light, Color::Dark];
        assert_eq!(path(&dots, 2), "M4 4h2v1h-2zM5 5h1v1h-1z");
    }
}
