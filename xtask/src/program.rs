//! Building `tirkeu`, and starting it on an empty folder for a measurement.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::console::step;
use crate::failure::{Failure, Result, While};
use crate::postgres::free_port;
use crate::shell;
use crate::workspace::Workspace;

/// How long a start may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program as developers run it. It builds three times as fast as the release program, and the
/// crates that would be slow without optimisation are optimised in every profile.
pub(crate) fn for_development(workspace: &Workspace) -> Result<PathBuf> {
    step("Program", || {
        shell::run(&mut workspace.cargo(["build", "--package", "backend", "--bin", "tirkeu"]))?;
        Ok(workspace.target.join("debug/tirkeu"))
    })
}

/// The release program with the page of `dist/site` inside.
pub(crate) fn for_release(workspace: &Workspace) -> Result<PathBuf> {
    step("Program, release", || {
        let mut cargo = workspace.cargo(["build", "--release", "--package", "backend"]);
        shell::run(cargo.args(["--bin", "tirkeu", "--features", "embed"]))?;
        Ok(workspace.target.join("release/tirkeu"))
    })
}

/// A started program with a data folder of its own; dropping it removes both.
pub(crate) struct Running {
    child: Child,
    folder: PathBuf,
    address: String,
}

impl Running {
    pub(crate) fn start(program: &PathBuf) -> Result<Self> {
        let port = free_port()?;
        let folder = std::env::temp_dir().join(format!("tirkeu-data-{port}"));
        let address = format!("127.0.0.1:{port}");
        fs::create_dir_all(&folder).during(format!("creating {}", folder.display()))?;
        let child = Command::new(program)
            .args(["serve", "--listen", &address, "--data"])
            .arg(&folder)
            .stdout(Stdio::null())
            .spawn()
            .during(format!("starting {}", program.display()))?;
        let mut running = Self {
            child,
            folder,
            address,
        };
        running.wait_until_ready()?;
        Ok(running)
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if self.is_ready() {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait().during("waiting for the program")? {
                return Err(Failure::new(format!(
                    "the program ended by itself: {status}"
                )));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(Failure::new(format!(
            "the program was not ready within {} s",
            PATIENCE.as_secs()
        )))
    }

    fn is_ready(&self) -> bool {
        let ask = || -> std::io::Result<String> {
            let mut stream = TcpStream::connect(&self.address)?;
            let request = format!(
                "GET /health/ready HTTP/1.0\r\nHost: {}\r\n\r\n",
                self.address
            );
            stream.write_all(request.as_bytes())?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok(answer)
        };
        ask().is_ok_and(|answer| {
            answer
                .lines()
                .next()
                .is_some_and(|line| line.contains(" 200 "))
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // What cannot be stopped or removed has gone already.
        let _killed = self.child.kill();
        let _ended = self.child.wait();
        let _removed = fs::remove_dir_all(&self.folder);
    }
}
