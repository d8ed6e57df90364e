//! Compresses the page's files once, so that neither the program nor a CDN does it per request.
//!
//! Beside each file that shrinks stands `<name>.br` and `<name>.gz`. Pictures and fonts are left
//! alone: they are compressed already.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::failure::{Failure, Result, While};
use crate::stamp::files_below;

const EXTENSIONS: &[&str] = &[
    "css",
    "csv",
    "html",
    "js",
    "json",
    "rten",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
    "xml",
];

/// Compresses everything below a folder, on all cores.
pub(crate) fn folder(folder: &Path) -> Result<()> {
    let files = files_below(folder)?
        .into_iter()
        .filter(|file| is_compressible(file));
    let queue = Mutex::new(files);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(|| work(&queue))).collect();
        workers.into_iter().try_for_each(|worker| {
            worker
                .join()
                .unwrap_or_else(|_| Err(Failure::new("compressing the page broke off")))
        })
    })
}

/// Size as a browser fetches it.
pub(crate) fn transferred(file: &Path) -> Result<u64> {
    let compressed = with_suffix(file, "br");
    let fetched = if compressed.is_file() {
        &compressed
    } else {
        file
    };
    let known = fs::metadata(fetched).during(format!("looking at {}", fetched.display()))?;
    Ok(known.len())
}

/// Whether this is a compressed copy that stands beside its original.
pub(crate) fn is_copy(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == "br" || extension == "gz")
}

fn work(queue: &Mutex<impl Iterator<Item = PathBuf>>) -> Result<()> {
    let take = || queue.lock().map_or(None, |mut files| files.next());
    while let Some(file) = take() {
        let content = fs::read(&file).during(format!("reading {}", file.display()))?;
        keep(&with_suffix(&file, "br"), &brotli(&content)?, content.len())?;
        keep(&with_suffix(&file, "gz"), &gzip(&content)?, content.len())?;
    }
    Ok(())
}

fn keep(file: &Path, compressed: &[u8], original: usize) -> Result<()> {
    if compressed.len() >= original {
        return Ok(());
    }
    fs::write(file, compressed).during(format!("writing {}", file.display()))
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters).during("brotli")?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).during("gzip")?;
    encoder.finish().during("gzip")
}

fn is_compressible(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension))
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{folder, transferred};

    #[test]
    fn compresses_what_shrinks_and_nothing_else() {
        let site = std::env::temp_dir().join(format!("tirkeu-compress-{}", std::process::id()));
        fs::create_dir_all(site.join("inner")).unwrap();
        fs::write(site.join("inner/long.css"), "a{color:red}".repeat(200)).unwrap();
        fs::write(site.join("short.js"), "1").unwrap();
        fs::write(site.join("font.woff2"), "f".repeat(900)).unwrap();

        folder(&site).unwrap();

        assert!(transferred(&site.join("inner/long.css")).unwrap() < 100);
        assert!(site.join("inner/long.css.gz").is_file());
        assert_eq!(transferred(&site.join("short.js")).unwrap(), 1);
        assert_eq!(transferred(&site.join("font.woff2")).unwrap(), 900);
        assert!(!site.join("font.woff2.br").exists());
        fs::remove_dir_all(&site).unwrap();
    }
}
