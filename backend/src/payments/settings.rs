//! Which ways to pay are open. Each is configured or absent; in development the sandbox stands in for
//! both.

use std::net::IpAddr;

use clap::Args;

/// Settings of payments.
#[derive(Debug, Clone, Default, Args)]
pub struct PaymentSettings {
    /// No sandbox of banks in development mode
    #[arg(long, env = "TIRKEU_WITHOUT_SANDBOX")]
    pub without_sandbox: bool,

    /// Name of the service under which payers find the centre at Kaspi; without it Kaspi is absent
    #[arg(long, env = "TIRKEU_KASPI_SERVICE")]
    pub kaspi_service: Option<String>,

    /// Address that opens a payment at Kaspi, with `{account}` and `{tenge}` in it, as the bank gives it
    #[arg(long, env = "TIRKEU_KASPI_LINK")]
    pub kaspi_link: Option<String>,

    /// Addresses from which Kaspi calls; may be repeated
    #[arg(
        long = "kaspi-address",
        env = "TIRKEU_KASPI_ADDRESSES",
        value_delimiter = ','
    )]
    pub kaspi_addresses: Vec<IpAddr>,

    /// Last part of the address that Kaspi calls, known to the bank alone
    #[arg(long, env = "TIRKEU_KASPI_PATH", hide_env_values = true)]
    pub kaspi_path: Option<String>,

    /// Halyk ePay: address of the token; without it cards are not taken
    #[arg(long, env = "TIRKEU_HALYK_TOKEN_URL")]
    pub halyk_token_url: Option<String>,

    /// Halyk ePay: address of status and refund
    #[arg(long, env = "TIRKEU_HALYK_API_URL")]
    pub halyk_api_url: Option<String>,

    /// Halyk ePay: address of the script of the payment page
    #[arg(long, env = "TIRKEU_HALYK_SCRIPT_URL")]
    pub halyk_script_url: Option<String>,

    /// Halyk ePay: client
    #[arg(long, env = "TIRKEU_HALYK_CLIENT_ID")]
    pub halyk_client_id: Option<String>,

    /// Halyk ePay: secret of the client
    #[arg(long, env = "TIRKEU_HALYK_CLIENT_SECRET", hide_env_values = true)]
    pub halyk_client_secret: Option<String>,

    /// Halyk ePay: terminal
    #[arg(long, env = "TIRKEU_HALYK_TERMINAL")]
    pub halyk_terminal: Option<String>,

    /// Address at which the bank reaches this program; the page's address when left out
    #[arg(long, env = "TIRKEU_CALLBACK_URL")]
    pub callback_url: Option<String>,

    /// Seconds a seat is held before it is paid for, in the place of what campaigns say: for trying
    #[arg(long, env = "TIRKEU_HOLD_SECONDS")]
    pub hold_seconds: Option<i64>,
}
