//! The real program as an operator starts it, for what only a process can show: being killed.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Once, mpsc};

use crate::app::code_in;
use crate::browser::Browser;

/// A running `tirkeu serve`; killed when dropped.
#[derive(Debug)]
pub struct Program {
    child: Child,
    address: String,
}

impl Program {
    /// Starts the program on a data folder, on a port of its choice, and waits until it is ready.
    /// Its log goes to `program.log` in the folder.
    pub fn start(data: &Path) -> Self {
        Self::start_on(data, None)
    }

    /// The same on this database.
    pub fn start_on(data: &Path, database: Option<&str>) -> Self {
        build();
        let mut child = Command::new(executable())
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--without-demo",
                "--data",
            ])
            .arg(data)
            .args(database.map(|url| format!("--database-url={url}")))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let said = child.stderr.take().expect("it can be heard");
        let log = File::options()
            .create(true)
            .append(true)
            .open(data.join("program.log"));
        let mut log = log.expect("a log file");
        let (tell, heard) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(said).lines().map_while(Result::ok) {
                writeln!(log, "{line}").expect("the log is written");
                let address = line.split_once("\"address\":\"");
                if let Some((address, _)) = address.and_then(|(_, rest)| rest.split_once('"')) {
                    // Nobody listens to the second address.
                    let _ = tell.send(format!("http://{address}"));
                }
            }
        });
        let address = heard
            .recv()
            .expect("the program is serving, see program.log");
        Self { child, address }
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The newest code for an address, as soon as the letter is in the development outbox.
    pub async fn last_code(&self, email: &str) -> String {
        let browser = Browser::new(&self.address, None);
        loop {
            let letters = browser.bare(reqwest::Method::GET, "/outbox.json");
            let letters = crate::browser::Answer::of(letters).await.body;
            let theirs = letters.as_array().into_iter().flatten();
            let code = theirs
                .filter(|letter| letter["to"] == email)
                .find_map(|letter| code_in(letter["text"].as_str().expect("a text")));
            if let Some(code) = code {
                return code;
            }
        }
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.child.kill().expect("it ran");
        self.child.wait().expect("it ended");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Nothing is left to do for one that ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs the program with these arguments to its end.
pub fn run(arguments: &[&str]) -> std::process::Output {
    build();
    let output = Command::new(executable()).args(arguments).output();
    output.expect("the program runs")
}

/// The program beside the test executable.
fn executable() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let folder = test.parent().and_then(Path::parent).expect("target/debug");
    folder.join("tirkeu")
}

/// Cargo builds the programs of other packages for no test, so it is asked to: together with this
/// package, so that both have the same features and nothing is built twice.
fn build() {
    static BUILT: Once = Once::new();
    BUILT.call_once(|| {
        let status = Command::new(env!("CARGO"))
            .args([
                "build",
                "--quiet",
                "--package",
                "backend",
                "--package",
                "tests",
            ])
            .args(["--bin", "tirkeu"])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .status()
            .expect("cargo runs");
        assert!(status.success(), "the program does not build");
    });
}
