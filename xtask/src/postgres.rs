//! A PostgreSQL of our own for the length of a test run.
//!
//! The cluster is made in a temporary folder, listens on loopback alone, gives up durability for
//! speed, and is gone afterwards, also when the command is interrupted or killed: a shell holds
//! the server, waits for the end of a pipe from us, then stops it and removes the folder.
//! PostgreSQL refuses to run as root, so under root it gets an unprivileged account.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::failure::{Failure, Result, While};
use crate::{shell, system};

/// Arguments: programs, folder, options of the server.
const KEEPER: &str = r#"
trap '' INT TERM HUP
"$1/initdb" --pgdata="$2/data" --username=tirkeu --auth=trust --encoding=UTF8 --locale=C \
    --no-sync --no-instructions >"$2/log" 2>&1 &&
"$1/pg_ctl" --pgdata="$2/data" --log="$2/log" --wait --options="$3" start >>"$2/log" 2>&1 &&
echo ready || cat "$2/log"
cat >/dev/null
"$1/pg_ctl" --pgdata="$2/data" --mode=immediate --wait stop >/dev/null 2>&1
rm -rf "$2"
"#;

/// A running throw-away server; dropping it stops it.
pub(crate) struct Postgres {
    url: String,
    keeper: Child,
    pipe: Option<ChildStdin>,
}

impl Postgres {
    pub(crate) fn start() -> Result<Self> {
        system::require(&[system::POSTGRESQL])?;
        let programs = system::postgresql()
            .ok_or_else(|| Failure::new("PostgreSQL's programs have disappeared"))?;
        let folder = std::env::temp_dir().join(format!("tirkeu-postgres-{}", std::process::id()));
        fs::create_dir_all(&folder).during(format!("creating {}", folder.display()))?;
        let port = free_port()?;
        let mut shell = Command::new("sh");
        shell
            .args(["-c", KEEPER, "postgres"])
            .arg(&programs)
            .arg(&folder);
        shell.arg(options(port, &folder)).current_dir("/");
        restrict(&mut shell, &folder)?;
        let mut keeper = shell
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .during("starting PostgreSQL")?;
        let pipe = keeper.stdin.take();
        let mut output = keeper.stdout.take().map(BufReader::new);
        let url = format!("postgres://tirkeu@127.0.0.1:{port}/postgres");
        let server = Self { url, keeper, pipe };
        let answer = output
            .as_mut()
            .map(first_line)
            .transpose()?
            .unwrap_or_default();
        if answer == "ready" {
            return Ok(server);
        }
        // The rest of the log follows once the keeper has ended.
        drop(server);
        let mut rest = String::new();
        if let Some(mut output) = output {
            output
                .read_to_string(&mut rest)
                .during("reading PostgreSQL's log")?;
        }
        Err(Failure::new(format!(
            "PostgreSQL did not start:\n{answer}\n{rest}"
        )))
    }

    /// The address of its maintenance database; its user may create others.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.pipe.take());
        // Nothing is left to do when even waiting fails.
        let _ended = self.keeper.wait();
    }
}

fn options(port: u16, folder: &Path) -> String {
    format!(
        "-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={} \
         -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300",
        folder.display()
    )
}

fn first_line(output: &mut BufReader<std::process::ChildStdout>) -> Result<String> {
    let mut line = String::new();
    output
        .read_line(&mut line)
        .during("waiting for PostgreSQL")?;
    Ok(line.trim().to_owned())
}

/// A port that nobody listens on at the moment.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").during("looking for a free port")?;
    Ok(listener
        .local_addr()
        .during("looking for a free port")?
        .port())
}

/// Keeps the folder to its owner; under root, hands folder and process to another account.
fn restrict(command: &mut Command, folder: &PathBuf) -> Result<()> {
    let what = format!("preparing {}", folder.display());
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).during(&what)?;
    if system::is_root() {
        let (user, group) = unprivileged()?;
        chown(folder, Some(user), Some(group)).during(&what)?;
        command.uid(user).gid(group);
    }
    Ok(())
}

fn unprivileged() -> Result<(u32, u32)> {
    let account = ["postgres", "nobody"].into_iter().find_map(|name| {
        let user = shell::read(Command::new("id").args(["-u", name]))
            .ok()?
            .parse()
            .ok()?;
        let group = shell::read(Command::new("id").args(["-g", name]))
            .ok()?
            .parse()
            .ok()?;
        Some((user, group))
    });
    account.ok_or_else(|| {
        Failure::new(
            "PostgreSQL does not run as root, and there is neither a user postgres nor nobody. \
             Add one: useradd --system postgres",
        )
    })
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::Postgres;

    #[test]
    fn a_cluster_starts_and_is_gone_afterwards() {
        let server = Postgres::start().unwrap();
        let address = server.url().split(['@', '/']).nth(3).unwrap().to_owned();
        assert!(TcpStream::connect(&address).is_ok());
        drop(server);
        assert!(TcpStream::connect(&address).is_err());
    }
}
