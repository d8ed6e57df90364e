//! The real program as an operator starts it, for what only a process can show: being killed.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Once;

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
    pub async fn start(data: &Path) -> Self {
        build();
        let log = data.join("program.log");
        let errors = File::options().create(true).append(true).open(&log);
        let errors = errors.expect("a log file");
        let before = std::fs::metadata(&log).map_or(0, |file| file.len());
        let child = Command::new(executable())
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::null())
            .stderr(errors)
            .spawn()
            .expect("the program starts");
        let mut program = Self {
            child,
            address: String::new(),
        };
        program.address = program.wait_for_address(&log, before).await;
        program
    }

    async fn wait_for_address(&mut self, log: &Path, before: u64) -> String {
        let began = usize::try_from(before).expect("a short log");
        loop {
            let text = std::fs::read_to_string(log).expect("the log");
            let said = text[began..]
                .lines()
                .find_map(|line| line.split_once("\"address\":\"")?.1.split_once('"'));
            if let Some((address, _)) = said {
                return format!("http://{address}");
            }
            let ended = self.child.try_wait().expect("its state");
            assert!(ended.is_none(), "the program ended: {text}");
            tokio::task::yield_now().await;
        }
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
            let newest = letters
                .as_array()
                .and_then(|letters| letters.iter().find(|letter| letter["to"] == email));
            if let Some(letter) = newest {
                return code_in(letter["text"].as_str().expect("a text"));
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
