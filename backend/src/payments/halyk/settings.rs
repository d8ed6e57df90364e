//! Whose account at the bank is used: that of the settings, or in development the sandbox's.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use anyhow::{Context, bail};
use reqwest::Url;

use crate::config::Config;

/// What the sandbox knows us by.
pub(crate) struct SandboxAccount {
    /// Client.
    pub(crate) client_id: &'static str,
    /// Secret of the client.
    pub(crate) client_secret: &'static str,
    /// Terminal.
    pub(crate) terminal: &'static str,
}

/// The one account of the sandbox.
pub(crate) const SANDBOX: SandboxAccount = SandboxAccount {
    client_id: "sandbox",
    client_secret: "sandbox-secret",
    terminal: "5a9d0b8e-0000-4000-8000-00000000beef",
};

/// An account at the bank.
#[derive(Clone)]
pub(super) struct Account {
    pub(super) token_url: String,
    pub(super) api_url: String,
    pub(super) script: String,
    pub(super) script_origin: Option<String>,
    pub(super) client_id: String,
    pub(super) client_secret: String,
    pub(super) terminal: String,
}

/// Without the secret.
impl std::fmt::Debug for Account {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Account")
            .field("api_url", &self.api_url)
            .field("terminal", &self.terminal)
            .finish_non_exhaustive()
    }
}

impl Account {
    /// The account of the settings, all of it or none.
    pub(super) fn of(config: &Config) -> anyhow::Result<Option<Self>> {
        let parts = parts(config);
        let missing: Vec<&str> = parts
            .iter()
            .filter(|(_, value)| value.is_none())
            .map(|(flag, _)| *flag)
            .collect();
        if missing.len() == parts.len() {
            return Ok(config.has_sandbox().then(|| Self::sandbox(config)));
        }
        let [
            Some(token),
            Some(api),
            Some(script),
            Some(id),
            Some(secret),
            Some(terminal),
        ] = parts.map(|(_, value)| value)
        else {
            bail!("card payments need also {}", missing.join(", "));
        };
        for (flag, address) in addresses(config) {
            let address = Url::parse(address).with_context(|| format!("{flag} is no address"))?;
            if !matches!(address.scheme(), "http" | "https") {
                bail!("{flag} is no address of the web");
            }
        }
        let origin = Url::parse(script)?.origin().ascii_serialization();
        Ok(Some(Self {
            token_url: token.to_owned(),
            api_url: api.to_owned(),
            script: script.to_owned(),
            script_origin: Some(origin),
            client_id: id.to_owned(),
            client_secret: secret.to_owned(),
            terminal: terminal.to_owned(),
        }))
    }

    /// The bank that this very program plays.
    fn sandbox(config: &Config) -> Self {
        let base = own_address(config);
        Self {
            token_url: format!("{base}/sandbox/halyk/oauth2/token"),
            api_url: format!("{base}/sandbox/halyk"),
            script: "/sandbox/halyk/payment-api.js".to_owned(),
            script_origin: None,
            client_id: SANDBOX.client_id.to_owned(),
            client_secret: SANDBOX.client_secret.to_owned(),
            terminal: SANDBOX.terminal.to_owned(),
        }
    }
}

/// Where this program reaches itself.
pub(crate) fn own_address(config: &Config) -> String {
    let mut listen = config.listen;
    match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => listen.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => listen.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    format!("http://{listen}")
}

/// Every part of an account, with its flag. An empty one is none.
fn parts(config: &Config) -> [(&'static str, Option<&str>); 6] {
    let settings = &config.payments;
    [
        ("--halyk-token-url", &settings.halyk_token_url),
        ("--halyk-api-url", &settings.halyk_api_url),
        ("--halyk-script-url", &settings.halyk_script_url),
        ("--halyk-client-id", &settings.halyk_client_id),
        ("--halyk-client-secret", &settings.halyk_client_secret),
        ("--halyk-terminal", &settings.halyk_terminal),
    ]
    .map(|(flag, value)| (flag, value.as_deref().filter(|text| !text.is_empty())))
}

/// The addresses that are set.
fn addresses(config: &Config) -> impl Iterator<Item = (&'static str, &str)> {
    let parts = parts(config).into_iter().take(3);
    let callback = config.payments.callback_url.as_deref();
    parts
        .chain([("--callback-url", callback)])
        .filter_map(|(flag, address)| Some((flag, address?)))
}

/// What must not start in production.
pub(crate) fn faults(config: &Config) -> Vec<String> {
    addresses(config)
        .filter(|(_, address)| !address.starts_with("https://"))
        .map(|(flag, _)| format!("production talks to banks over https ({flag})"))
        .collect()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::config::Mode;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        config: Config,
    }

    fn config(more: &[&str]) -> Config {
        let line = ["tirkeu", "--listen", "0.0.0.0:8081"].iter().chain(more);
        Line::parse_from(line).config
    }

    const ALL: [&str; 12] = [
        "--halyk-token-url",
        "https://oauth.bank.example/oauth2/token",
        "--halyk-api-url",
        "https://api.bank.example",
        "--halyk-script-url",
        "https://epay.bank.example:8443/payform/payment-api.js",
        "--halyk-client-id",
        "centre",
        "--halyk-client-secret",
        "secret",
        "--halyk-terminal",
        "terminal",
    ];

    #[test]
    fn nothing_is_the_sandbox_in_development_only() {
        let mut config = config(&[]);
        let sandbox = Account::of(&config).unwrap().unwrap();
        assert_eq!(sandbox.api_url, "http://127.0.0.1:8081/sandbox/halyk");
        config.payments.without_sandbox = true;
        assert!(Account::of(&config).unwrap().is_none());
        config.payments.without_sandbox = false;
        config.mode = Mode::Production;
        assert!(Account::of(&config).unwrap().is_none());
    }

    #[test]
    fn a_part_is_an_error_that_names_the_rest() {
        let all = Account::of(&config(&ALL)).unwrap().unwrap();
        let origin = all.script_origin.as_deref();
        assert_eq!(origin, Some("https://epay.bank.example:8443"));
        assert!(!format!("{all:?}").contains("secret"));
        let error = Account::of(&config(&ALL[..10])).unwrap_err().to_string();
        assert_eq!(error, "card payments need also --halyk-terminal");
        let mut empty = config(&ALL);
        empty.payments.halyk_client_secret = Some(String::new());
        let error = Account::of(&empty).unwrap_err().to_string();
        assert_eq!(error, "card payments need also --halyk-client-secret");
        let mut odd = config(&ALL);
        odd.payments.halyk_script_url = Some("epay.bank.example".to_owned());
        let error = Account::of(&odd).unwrap_err().to_string();
        assert_eq!(error, "--halyk-script-url is no address");
    }

    #[test]
    fn production_talks_over_https() {
        assert_eq!(faults(&config(&ALL)), Vec::<String>::new());
        let mut plain = config(&ALL);
        plain.payments.halyk_api_url = Some("http://api.bank.example".to_owned());
        plain.payments.callback_url = Some("http://exam.example.kz".to_owned());
        let found = faults(&plain);
        assert_eq!(found.len(), 2);
        assert!(found[0].contains("--halyk-api-url") && found[1].contains("--callback-url"));
    }
}
