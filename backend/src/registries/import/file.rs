//! Reading a CSV file line by line: comma or semicolon, a first row with the names of the columns,
//! lines that begin with `#` are remarks.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Context;

use super::Kind;
use super::check::{Fault, Faults};

/// Where the rows come from.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// A file.
    File(&'a Path),
    /// The content of one.
    Bytes(&'a [u8]),
}

impl<'a> Source<'a> {
    fn open(self) -> anyhow::Result<Box<dyn BufRead + Send + 'a>> {
        Ok(match self {
            Self::File(path) => {
                let file = File::open(path);
                let file = file.with_context(|| format!("cannot read {}", path.display()))?;
                Box::new(BufReader::new(file))
            }
            Self::Bytes(bytes) => Box::new(bytes),
        })
    }

    /// Tables of Kazakhstan's spreadsheets part columns by semicolons.
    fn delimiter(self) -> anyhow::Result<u8> {
        for line in self.open()?.split(b'\n') {
            let line = line.context("cannot read the file")?;
            if !line.starts_with(b"#") && !line.starts_with(b"\xef\xbb\xbf#") {
                let semicolons = line.contains(&b';') && !line.contains(&b',');
                return Ok(if semicolons { b';' } else { b',' });
            }
        }
        Ok(b',')
    }
}

/// A row as it stands in the file.
pub(super) struct Line {
    /// Its number in the file, from 1.
    pub(super) number: u64,
    columns: std::sync::Arc<Vec<String>>,
    values: Vec<String>,
}

impl Line {
    /// The value of a column, without spaces around it; empty when the file has no such column.
    pub(super) fn value(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| self.values.get(at))
            .map_or("", |value| value.trim())
    }

    /// A fault of this line.
    pub(super) fn fault(&self, column: &str, reason: &'static str, remedy: &str) -> Fault {
        Fault {
            line: self.number,
            column: column.to_owned(),
            reason,
            remedy: remedy.to_owned(),
        }
    }
}

/// The rows of a file, one after the other.
pub(super) struct Rows<'a> {
    reader: csv::Reader<Box<dyn Read + Send + 'a>>,
    columns: std::sync::Arc<Vec<String>>,
    record: csv::ByteRecord,
}

impl<'a> Rows<'a> {
    /// Reads the first row and sees whether every column is there.
    pub(super) fn open(kind: Kind, source: Source<'a>) -> anyhow::Result<Self> {
        let input: Box<dyn Read + Send + 'a> = Box::new(source.open()?);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(source.delimiter()?)
            .comment(Some(b'#'))
            .flexible(true)
            .from_reader(input);
        let head = reader.byte_headers().context("cannot read the file")?;
        let names = head.iter().map(String::from_utf8_lossy);
        let columns: Vec<String> = names
            .map(|name| name.trim_start_matches('\u{feff}').trim().to_lowercase())
            .collect();
        let (needed, other) = kind.columns();
        let missing = needed
            .iter()
            .filter(|name| !columns.iter().any(|column| column == *name));
        let all: Vec<&str> = needed.iter().chain(other).copied().collect();
        let faults: Vec<Fault> = missing
            .map(|name| Fault {
                line: 1,
                column: (*name).to_owned(),
                reason: "the column is missing",
                remedy: format!("let the first row be {}", all.join(",")),
            })
            .collect();
        if !faults.is_empty() {
            return Err(Faults::of(faults).into());
        }
        Ok(Self {
            reader,
            columns: columns.into(),
            record: csv::ByteRecord::new(),
        })
    }

    fn read(&mut self) -> Result<Option<Line>, Fault> {
        let line = self.reader.position().line();
        let broken = |column: &str, reason, remedy: &str| Fault {
            line,
            column: column.to_owned(),
            reason,
            remedy: remedy.to_owned(),
        };
        match self.reader.read_byte_record(&mut self.record) {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(_) => {
                return Err(broken(
                    "-",
                    "the line cannot be read",
                    "save the file as CSV again",
                ));
            }
        }
        let number = self.record.position().map_or(line, csv::Position::line);
        let broken = |column: &str, reason, remedy: &str| Fault {
            line: number,
            ..broken(column, reason, remedy)
        };
        if self.record.len() != self.columns.len() {
            return Err(broken(
                "-",
                "the row has another number of columns than the first row",
                "look for a missing or spare separator or quotation mark",
            ));
        }
        let mut values = Vec::with_capacity(self.record.len());
        for (bytes, column) in self.record.iter().zip(self.columns.iter()) {
            let Ok(value) = std::str::from_utf8(bytes) else {
                return Err(broken(
                    column,
                    "the letters are not UTF-8",
                    "save the file as CSV UTF-8",
                ));
            };
            values.push(value.to_owned());
        }
        Ok(Some(Line {
            number,
            columns: self.columns.clone(),
            values,
        }))
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Line, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
