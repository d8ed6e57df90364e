//! Which gateways send SMS, and how many a day. Without one, development writes them to the outbox and
//! production sends none.

use clap::{Args, ValueEnum};

/// A gateway that we speak to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SmsGateway {
    /// mobizon.kz
    Mobizon,
    /// smsc.kz
    Smsc,
}

/// Settings of SMS.
#[derive(Debug, Clone, Args)]
pub struct SmsSettings {
    /// Gateway that sends SMS; without it people are asked to go by e-mail
    #[arg(long, env = "TIRKEU_SMS_GATEWAY")]
    pub sms_gateway: Option<SmsGateway>,

    /// Gateway that takes over when the first has no money, is blocked, too busy or silent
    #[arg(long, env = "TIRKEU_SMS_SECOND_GATEWAY")]
    pub sms_second_gateway: Option<SmsGateway>,

    /// No SMS in development mode either
    #[arg(long, env = "TIRKEU_WITHOUT_SMS")]
    pub without_sms: bool,

    /// Sender as registered with the operators; the gateway's common name when left out
    #[arg(long, env = "TIRKEU_SMS_SENDER")]
    pub sms_sender: Option<String>,

    /// Most SMS of a day; a warning is logged at four fifths
    #[arg(long, env = "TIRKEU_SMS_PER_DAY", default_value_t = SmsSettings::PER_DAY)]
    pub sms_per_day: i64,

    /// Milliseconds in which a gateway has to answer
    #[arg(long, env = "TIRKEU_SMS_TIMEOUT_MS", default_value_t = SmsSettings::TIMEOUT_MS)]
    pub sms_timeout_ms: u64,

    /// Mobizon: address of sending
    #[arg(long, env = "TIRKEU_MOBIZON_URL", default_value = SmsSettings::MOBIZON)]
    pub mobizon_url: String,

    /// Mobizon: key of the account
    #[arg(long, env = "TIRKEU_MOBIZON_KEY", hide_env_values = true)]
    pub mobizon_key: Option<String>,

    /// SMSC: address of sending
    #[arg(long, env = "TIRKEU_SMSC_URL", default_value = SmsSettings::SMSC)]
    pub smsc_url: String,

    /// SMSC: login
    #[arg(long, env = "TIRKEU_SMSC_LOGIN")]
    pub smsc_login: Option<String>,

    /// SMSC: password
    #[arg(long, env = "TIRKEU_SMSC_PASSWORD", hide_env_values = true)]
    pub smsc_password: Option<String>,
}

impl SmsSettings {
    const PER_DAY: i64 = 20_000;
    const TIMEOUT_MS: u64 = 8_000;
    const MOBIZON: &'static str = "https://api.mobizon.kz/service/message/sendSmsMessage";
    const SMSC: &'static str = "https://smsc.kz/sys/send.php";

    /// What must not start in production.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (flag, address) in [
            ("--mobizon-url", &self.mobizon_url),
            ("--smsc-url", &self.smsc_url),
        ] {
            if !address.starts_with("https://") {
                faults.push(format!("production sends SMS over https ({flag})"));
            }
        }
        faults
    }
}

impl Default for SmsSettings {
    fn default() -> Self {
        Self {
            sms_gateway: None,
            sms_second_gateway: None,
            without_sms: false,
            sms_sender: None,
            sms_per_day: Self::PER_DAY,
            sms_timeout_ms: Self::TIMEOUT_MS,
            mobizon_url: Self::MOBIZON.to_owned(),
            mobizon_key: None,
            smsc_url: Self::SMSC.to_owned(),
            smsc_login: None,
            smsc_password: None,
        }
    }
}
