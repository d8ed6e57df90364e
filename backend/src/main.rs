//! The command line: `serve`, `worker`, `migrate`, `import`, `keys`, `ticket`, `openapi`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use backend::app::App;
use backend::clock::Clock;
use backend::config::Config;
use backend::{
    assignments, attendance, campaigns, db::Db, health, maintenance, notify, payments, registries,
    results,
};
use clap::{Args, Parser, Subcommand, ValueEnum};
use shared::payments::RefundState;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

/// Registration desk for national exams.
#[derive(Parser)]
#[command(name = "tirkeu", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the page and the API; letters and retention run inside
    Serve(Serve),
    /// Send letters and run retention, without serving
    Worker(Config),
    /// Bring the database to the newest migration and stop
    Migrate(Config),
    /// Fill the table of a registry from a CSV file (docs/registries.md)
    Import(Import),
    /// Print where all money is, money that pays nothing, and refunds that wait
    Money(Config),
    /// Bring a refund to an account one step further (docs/payments.md)
    Refund(RefundStep),
    /// Print a new key file
    Keys,
    /// Check admission tickets, or print the public key that does
    #[command(subcommand)]
    Ticket(Ticket),
    /// Print the API document
    Openapi,
}

#[derive(Args)]
struct Serve {
    #[command(flatten)]
    config: Config,
    /// Leave letters and retention to `tirkeu worker`
    #[arg(long, env = "TIRKEU_WITHOUT_WORKER")]
    without_worker: bool,
}

#[derive(Subcommand)]
enum Ticket {
    /// Print the public key of this centre's tickets
    Key(Box<Config>),
    /// Check the text of a ticket's QR code, without a network
    Verify {
        /// The public key, as `tirkeu ticket key` and `/api/v1/tickets/key` tell it
        #[arg(long)]
        key: String,
        /// What the QR code says
        text: String,
    },
}

#[derive(Args)]
struct RefundStep {
    /// Number of the refund
    number: String,
    /// Where it stands now
    state: Step,
    /// Why it is refused: the person reads it
    #[arg(long, default_value = "")]
    reason: String,
    #[command(flatten)]
    config: Config,
}

/// What accounting tells of a refund.
#[derive(Clone, Copy, ValueEnum)]
enum Step {
    /// Looked at
    Checked,
    /// On its way through the bank
    Sent,
    /// Given back
    Paid,
    /// Not given back
    Refused,
}

#[derive(Args)]
struct Import {
    /// What is in the file
    what: Imported,
    /// File in UTF-8: CSV whose first row names the columns; TOML for campaigns
    file: PathBuf,
    #[command(flatten)]
    config: Config,
}

/// What a file brings.
#[derive(Clone, Copy, ValueEnum)]
enum Imported {
    /// Persons by IIN
    Persons,
    /// Organisations by BIN
    Organisations,
    /// Districts of regions
    Districts,
    /// Education by IIN
    Education,
    /// Campaigns with their windows and lists (TOML)
    Campaigns,
    /// Sittings: campaign, place, room, time, seats
    Sittings,
    /// Results of exams, published at once
    Results,
    /// Who came to an exam, by number of the application
    Attendance,
    /// Places that the centre assigns: number of the application, place, room, time
    Assignments,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    begin_logs();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let done = runtime
        .context("the runtime did not start")
        .and_then(|runtime| runtime.block_on(run(arguments.command)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tirkeu: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn begin_logs() {
    let filter = EnvFilter::try_from_env("TIRKEU_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,hyper=warn"));
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

async fn run(command: Command) -> anyhow::Result<()> {
    // One cryptography for all of TLS; an error means that it is chosen already.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    match command {
        Command::Serve(serve) => run_serve(serve).await,
        Command::Worker(config) => run_worker(config).await,
        Command::Migrate(config) => {
            std::fs::create_dir_all(&config.data)?;
            Db::connect(&config.database_address()).await?.close().await;
            Ok(())
        }
        Command::Import(import) => run_import(import).await,
        Command::Money(config) => print_money(config).await,
        Command::Refund(step) => run_refund(step).await,
        Command::Keys => print(backend::secrets::Secrets::new_file().trim_end()),
        Command::Ticket(Ticket::Key(config)) => {
            let secrets = backend::secrets::Secrets::read(&config.key_path())?;
            print(&backend::papers::public_key(&secrets))
        }
        Command::Ticket(Ticket::Verify { key, text }) => {
            print(&backend::papers::verify(&key, &text)?.to_string())
        }
        Command::Openapi => print(&backend::api().1.to_pretty_json()?),
    }
}

fn print(text: &str) -> anyhow::Result<()> {
    use std::io::Write;
    Ok(writeln!(std::io::stdout(), "{text}")?)
}

fn check(config: &Config) -> anyhow::Result<()> {
    let faults = config.faults();
    if !faults.is_empty() {
        bail!("unsafe settings:\n  {}", faults.join("\n  "));
    }
    Ok(())
}

async fn run_serve(serve: Serve) -> anyhow::Result<()> {
    check(&serve.config)?;
    health::begin_metrics();
    let (listener, config) = listen(serve.config).await?;
    let app = App::open(config, Clock::System).await?;
    let (stop, stopped) = watch::channel(false);
    let mut jobs = tokio::task::JoinSet::new();
    let reading = app.clone();
    jobs.spawn(async move {
        if let Err(error) = reading.organisations.read_ahead(&reading.db).await {
            // Then the first search of each region reads it.
            tracing::warn!(?error, "organisations were not read ahead");
        }
    });
    if !serve.without_worker {
        jobs.spawn(notify::run_worker(app.clone(), stopped.clone()));
        jobs.spawn(registries::run_worker(app.clone(), stopped.clone()));
        jobs.spawn(payments::run_worker(app.clone(), stopped.clone()));
        jobs.spawn(maintenance::run(app.clone(), stopped));
    }
    tracing::info!(address = %app.config.listen, mode = ?app.config.mode, "serving");
    let service = backend::service(app.clone());
    axum::serve(
        listener,
        service.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(told_to_stop())
    .await?;
    // Calls under way have been answered; now the jobs end after what they hold.
    let _ = stop.send(true);
    while jobs.join_next().await.is_some() {}
    app.db.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Takes the address before anything else, and tells the settings which port it became: the sandbox of
/// banks calls this program there.
async fn listen(config: Config) -> anyhow::Result<(TcpListener, Config)> {
    let asked = config.listen;
    let listener = TcpListener::bind(asked)
        .await
        .with_context(|| format!("cannot listen on {asked}; is another program there?"))?;
    let listen = listener.local_addr()?;
    Ok((listener, Config { listen, ..config }))
}

async fn run_worker(config: Config) -> anyhow::Result<()> {
    check(&config)?;
    let app = App::open(config, Clock::System).await?;
    let (stop, stopped) = watch::channel(false);
    let mut jobs = tokio::task::JoinSet::new();
    jobs.spawn(notify::run_worker(app.clone(), stopped.clone()));
    jobs.spawn(registries::run_worker(app.clone(), stopped.clone()));
    jobs.spawn(payments::run_worker(app.clone(), stopped.clone()));
    jobs.spawn(maintenance::run(app.clone(), stopped));
    told_to_stop().await;
    let _ = stop.send(true);
    while jobs.join_next().await.is_some() {}
    app.db.close().await;
    Ok(())
}

async fn run_import(import: Import) -> anyhow::Result<()> {
    check(&import.config)?;
    let app = App::open(import.config, Clock::System).await?;
    let done = match import.what {
        Imported::Persons => import_registry(&app, registries::Kind::Persons, &import.file).await,
        Imported::Organisations => {
            import_registry(&app, registries::Kind::Organisations, &import.file).await
        }
        Imported::Districts => {
            import_registry(&app, registries::Kind::Districts, &import.file).await
        }
        Imported::Education => {
            import_registry(&app, registries::Kind::Education, &import.file).await
        }
        what => import_text(&app, what, &import.file).await,
    };
    app.db.close().await;
    print(&done.with_context(|| format!("{}", import.file.display()))?)
}

async fn import_registry(app: &App, kind: registries::Kind, file: &Path) -> anyhow::Result<String> {
    let source = registries::Source::File(file);
    let report = registries::import(app, kind, source, |progress| match progress {
        registries::Progress::Checked(rows) => eprintln!("checked {rows} rows"),
        registries::Progress::Written(rows) => eprintln!("written {rows} rows"),
    });
    let registries::Report {
        rows,
        added,
        changed,
        unchanged,
    } = report.await?;
    Ok(format!(
        "{rows} rows: {added} added, {changed} changed, {unchanged} unchanged"
    ))
}

async fn import_text(app: &App, what: Imported, file: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(file)?;
    let count = match what {
        Imported::Campaigns => campaigns::import_campaigns(app, &text).await?,
        Imported::Sittings => campaigns::import_sittings(app, &text).await?,
        Imported::Attendance => attendance::import(app, &text).await?,
        Imported::Assignments => assignments::import(app, &text).await?,
        _ => results::import(app, &text).await?,
    };
    Ok(format!("{count} rows stored"))
}

async fn print_money(config: Config) -> anyhow::Result<()> {
    let app = App::open(config, Clock::System).await?;
    let refused = |error| anyhow::anyhow!("{error:?}");
    let books = payments::books(&app).await.map_err(refused)?;
    print(&format!(
        "came {}, applied {}, unapplied {}, refunded {}",
        books.came, books.applied, books.unapplied, books.refunded
    ))?;
    for payment in payments::list_unapplied(&app).await.map_err(refused)? {
        print(&format!(
            "unapplied {} {} {} {}: {}",
            payment.number, payment.amount, payment.provider, payment.external_id, payment.reason
        ))?;
    }
    for refund in payments::list_open(&app).await.map_err(refused)? {
        let to = refund.claim.map_or_else(
            || "to its card".to_owned(),
            |claim| {
                let holder = format!("{} {}", claim.holder_surname, claim.holder_first_name);
                let (iban, bank, iin) = (claim.iban, claim.bank, claim.holder_iin);
                format!("{iban} {bank}, {holder}, {iin}")
            },
        );
        print(&format!(
            "refund {} {} of payment {}, {}: {to}",
            refund.number, refund.amount, refund.payment, refund.state
        ))?;
    }
    anyhow::ensure!(books.balance(), "the sums do not add up");
    Ok(())
}

async fn run_refund(step: RefundStep) -> anyhow::Result<()> {
    let app = App::open(step.config, Clock::System).await?;
    let to = match step.state {
        Step::Checked => RefundState::Checked,
        Step::Sent => RefundState::Sent,
        Step::Paid => RefundState::Paid,
        Step::Refused => RefundState::Refused,
    };
    payments::step(&app, &step.number, to, &step.reason).await
}

async fn told_to_stop() {
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminate => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
