//! Which browser this is, as far as the steps to allow a camera differ.
//!
//! Deliberately coarse: it reads the user agent only to choose words, never to switch features off.

/// A family of browsers with settings of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Browser {
    /// Safari, and every browser of an iPhone or iPad that follows its settings.
    SafariPhone,
    /// Safari of a Mac.
    SafariComputer,
    /// Chrome, Edge, Yandex, Opera on a phone.
    ChromePhone,
    /// The same on a computer.
    ChromeComputer,
    /// Firefox on a phone.
    FirefoxPhone,
    /// Firefox on a computer.
    FirefoxComputer,
    /// Samsung Internet.
    Samsung,
    /// Anything else.
    Other,
}

/// Parts of user agents of programs that show pages inside themselves, often without a camera.
const IN_APP: [&str; 14] = [
    "FBAN",
    "FBAV",
    "FB_IAB",
    "Instagram",
    "Telegram",
    "WhatsApp",
    "VKAndroidApp",
    "vkShare",
    "OKApp",
    "musical_ly",
    "BytedanceWebview",
    "TikTok",
    "MicroMessenger",
    "; wv)",
];

impl Browser {
    /// The family of a user agent.
    pub fn of(agent: &str) -> Self {
        let phone = agent.contains("Mobile") || agent.contains("Android");
        if agent.contains("iPhone") || agent.contains("iPad") {
            Self::SafariPhone
        } else if agent.contains("SamsungBrowser") {
            Self::Samsung
        } else if agent.contains("Firefox/") {
            if phone {
                Self::FirefoxPhone
            } else {
                Self::FirefoxComputer
            }
        } else if agent.contains("Chrome/") {
            if phone {
                Self::ChromePhone
            } else {
                Self::ChromeComputer
            }
        } else if agent.contains("Safari/") && agent.contains("Macintosh") {
            Self::SafariComputer
        } else {
            Self::Other
        }
    }

    /// The browser of this page.
    pub fn here() -> Self {
        Self::of(&agent())
    }
}

/// Whether a user agent is that of a page shown inside another program.
pub fn is_in_app(agent: &str) -> bool {
    let apple_shell = (agent.contains("iPhone") || agent.contains("iPad"))
        && !agent.contains("Safari/")
        && agent.contains("AppleWebKit");
    apple_shell || IN_APP.iter().any(|part| agent.contains(part))
}

/// The user agent of this page; empty when the browser keeps it.
pub fn agent() -> String {
    leptos::prelude::window()
        .navigator()
        .user_agent()
        .unwrap_or_default()
}

/// Whether the main pointer is a finger: phones and tablets, where the rear camera is the one for
/// documents.
pub fn is_handheld() -> bool {
    leptos::prelude::window()
        .match_media("(pointer: coarse)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHROME: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
        Chrome/141.0.0.0 Mobile Safari/537.36";
    const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) \
        AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

    #[test]
    fn families_are_told_apart() {
        let samsung = CHROME.replace("Chrome/", "SamsungBrowser/28.0 Chrome/");
        let cases = [
            (CHROME, Browser::ChromePhone),
            (IPHONE, Browser::SafariPhone),
            (&samsung, Browser::Samsung),
            (
                "Mozilla/5.0 (Windows NT 10.0) Chrome/141.0.0.0 Safari/537.36",
                Browser::ChromeComputer,
            ),
            (
                "Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/144.0",
                Browser::FirefoxComputer,
            ),
            (
                "Mozilla/5.0 (Android 15; Mobile; rv:144.0) Firefox/144.0",
                Browser::FirefoxPhone,
            ),
            (
                "Mozilla/5.0 (Macintosh) Version/18.5 Safari/605.1.15",
                Browser::SafariComputer,
            ),
            ("", Browser::Other),
        ];
        for (agent, family) in cases {
            assert_eq!(Browser::of(agent), family, "{agent}");
        }
    }

    #[test]
    fn pages_inside_programs_are_known() {
        assert!(!is_in_app(CHROME) && !is_in_app(IPHONE));
        assert!(is_in_app(&IPHONE.replace(" Safari/604.1", "")));
        assert!(is_in_app(&format!("{IPHONE} Instagram 380.0.0")));
        assert!(is_in_app(&CHROME.replace("; K)", "; K; wv)")));
    }
}
