//! An address as a QR code, for the page to show as it is.

use std::fmt::Write as _;

use anyhow::Context;
use qrcode::{Color, EcLevel, QrCode};

/// White around the code, in its own dots: scanners need four.
const MARGIN: usize = 4;

/// The code as SVG, with so much to spare that a bad camera reads it from a bad screen.
pub(super) fn svg(text: &str) -> anyhow::Result<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::H)
        .context("the address is too long for a QR code")?;
    let size = code.width() + 2 * MARGIN;
    let path = bars(&code.to_colors(), code.width());
    Ok(format!(
        r#"<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" aria-hidden="true"><path d="{path}"/></svg>"#
    ))
}

/// Dark dots that touch in a row become one bar.
fn bars(dots: &[Color], width: usize) -> String {
    let mut path = String::new();
    for (row, dots) in dots.chunks(width).enumerate() {
        let mut column = 0;
        for run in dots.chunk_by(PartialEq::eq) {
            if run.first() == Some(&Color::Dark) {
                let (x, y, length) = (column + MARGIN, row + MARGIN, run.len());
                // Writing into a text cannot fail.
                let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
            }
            column += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_that_touch_become_bars() {
        let dots = [Color::Dark, Color::Dark, Color::Light, Color::Dark];
        assert_eq!(bars(&dots, 2), "M4 4h2v1h-2zM5 5h1v1h-1z");
        let svg = svg("https://desk.example/phone#token").unwrap();
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"), "{svg}");
    }
}
