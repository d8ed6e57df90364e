//! Skipping a step whose inputs have not changed since it last succeeded.
//!
//! A stamp is a file in `target/xtask` with a digest of the path, size and time of every input.
//! Nothing is compared by content: a touched file costs one build more, never one too few.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};

use crate::failure::{Result, While};
use crate::workspace::Workspace;

/// The recorded state of the inputs of one step.
pub(crate) struct Stamp {
    file: PathBuf,
    digest: String,
}

impl Stamp {
    /// Takes the present state of `inputs` (files or folders, relative to the root).
    pub(crate) fn of(workspace: &Workspace, step: &str, inputs: &[&str]) -> Result<Self> {
        let mut digest = Sha256::new();
        for input in inputs {
            add(&workspace.root.join(input), &mut digest)?;
        }
        Ok(Self {
            file: workspace.target.join("xtask").join(format!("{step}.stamp")),
            digest: hexadecimal(&digest.finalize()),
        })
    }

    /// Whether the step last succeeded with the very same inputs.
    pub(crate) fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|recorded| recorded == self.digest)
    }

    /// Records success.
    pub(crate) fn record(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder).during(format!("creating {}", folder.display()))?;
        }
        fs::write(&self.file, &self.digest).during(format!("writing {}", self.file.display()))
    }
}

/// The first 16 hexadecimal digits of the digest of a file's content, for its name.
pub(crate) fn content_hash(content: &[u8]) -> String {
    let mut text = hexadecimal(&Sha256::digest(content));
    text.truncate(16);
    text
}

/// Every file below a folder, in one order on every machine; packages and outputs left out.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).during(format!("reading {}", folder.display()))?;
    for entry in entries {
        let path = entry
            .during(format!("reading {}", folder.display()))?
            .path();
        if !path.is_dir() {
            files.push(path);
        } else if !path.ends_with("node_modules") && !path.ends_with("target") {
            files.extend(files_below(&path)?);
        }
    }
    files.sort();
    Ok(files)
}

fn add(input: &Path, digest: &mut Sha256) -> Result<()> {
    let files = if input.is_dir() {
        files_below(input)?
    } else {
        Vec::from([input.to_path_buf()])
    };
    for file in files {
        let known = fs::metadata(&file).during(format!("looking at {}", file.display()))?;
        let changed = known
            .modified()
            .during(format!("looking at {}", file.display()))?;
        let time = changed
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_nanos();
        digest.update(format!("{}\n{}\n{time}\n", file.display(), known.len()));
    }
    Ok(())
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Stamp, content_hash};
    use crate::workspace::Workspace;

    #[test]
    fn a_stamp_is_fresh_until_an_input_changes() {
        let root = std::env::temp_dir().join(format!("tirkeu-stamp-{}", std::process::id()));
        fs::create_dir_all(root.join("input/inner")).unwrap();
        fs::write(root.join("input/inner/a.txt"), "a").unwrap();
        let workspace = Workspace {
            root: root.clone(),
            target: root.join("target"),
            cache: root.join("cache"),
        };
        let take = || Stamp::of(&workspace, "step", &["input"]).unwrap();

        assert!(!take().is_fresh());
        take().record().unwrap();
        assert!(take().is_fresh());
        fs::write(root.join("input/inner/a.txt"), "longer").unwrap();
        assert!(!take().is_fresh());
        take().record().unwrap();
        fs::write(root.join("input/b.txt"), "").unwrap();
        assert!(!take().is_fresh());
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn a_content_hash_is_short_and_stable() {
        assert_eq!(content_hash(b""), "e3b0c44298fc1c14");
    }
}
