//! Builds the camera's worker: its script and wasm, and the models it loads, under hashed names.
//!
//! Trunk would build the worker too, but leaves its files unhashed, so they could not be cached for
//! ever. Here every name carries the digest of its content, and `manifest.json` says which is which.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use crate::console::step;
use crate::failure::{Failure, Result, While};
use crate::machine::{PageTools, WASM};
use crate::shell;
use crate::stamp::{Stamp, content_hash};
use crate::workspace::Workspace;

const INPUTS: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "frontend/vision-worker",
    "shared/vision",
    "xtask/src/vision.rs",
];
/// What Chromium, Firefox and Safari all have; `--all-features` makes modules they refuse.
const WASM_FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-simd",
];
/// Entries of the manifest that are models, and the files they are copied from.
const MODELS: &[(&str, &str)] = &[
    ("detector", "shared/vision/models/detector.rten"),
    ("landmarks", "shared/vision/models/landmarks.rten"),
];

/// Builds into `target/vision/`; at once when nothing has changed.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let output = workspace.root.join("target/vision");
    let stamp = Stamp::of(workspace, "vision", INPUTS)?;
    if stamp.is_fresh() && output.join("manifest.json").is_file() {
        return Ok(());
    }
    step("Camera worker", || {
        let tools = PageTools::find(workspace)?;
        let bindings = workspace.target.join("vision-bindings");
        compile(workspace, &tools, &bindings)?;
        publish(workspace, &bindings, &output)?;
        stamp.record()
    })
}

fn compile(workspace: &Workspace, tools: &PageTools, bindings: &Path) -> Result<()> {
    // A target folder of its own: other flags than the page's would rebuild everything shared.
    let target = workspace.target.join("vision-build");
    let mut cargo = workspace.cargo([
        "build",
        "--package",
        "vision-worker",
        "--target",
        WASM,
        "--profile",
        "page",
    ]);
    cargo
        .env("RUSTFLAGS", "-C target-feature=+simd128")
        .env("CARGO_TARGET_DIR", &target);
    shell::run(&mut cargo)?;

    let module = target.join(WASM).join("page/vision-worker.wasm");
    let mut bindgen = tools.command(workspace, "wasm-bindgen")?;
    bindgen.args([
        "--target",
        "no-modules",
        "--no-typescript",
        "--out-name",
        "worker",
    ]);
    shell::quiet(bindgen.arg("--out-dir").arg(bindings).arg(module))?;

    let script = bindings.join("worker.js");
    append(
        &workspace.root.join("frontend/vision-worker/start.js"),
        &script,
    )?;

    let module = bindings.join("worker_bg.wasm");
    let mut optimise = tools.command(workspace, "wasm-opt")?;
    shell::quiet(
        optimise
            .arg("-O3")
            .args(WASM_FEATURES)
            .arg(&module)
            .arg("-o")
            .arg(&module),
    )
}

/// Adds the few lines that start the worker to the bindings, so that one script holds both.
fn append(part: &Path, script: &Path) -> Result<()> {
    let read = |file: &Path| fs::read_to_string(file).during(format!("reading {}", file.display()));
    fs::write(script, format!("{}\n{}", read(script)?, read(part)?))
        .during(format!("writing {}", script.display()))
}

fn publish(workspace: &Workspace, bindings: &Path, output: &Path) -> Result<()> {
    if output.exists() {
        fs::remove_dir_all(output).during(format!("emptying {}", output.display()))?;
    }
    fs::create_dir_all(output).during(format!("creating {}", output.display()))?;
    let mut manifest = Map::new();
    let mut add = |entry: &str, source: &Path| -> Result<()> {
        manifest.insert(
            String::from(entry),
            Value::String(copy_hashed(entry, source, output)?),
        );
        Ok(())
    };
    add("worker", &bindings.join("worker.js"))?;
    add("wasm", &bindings.join("worker_bg.wasm"))?;
    for (entry, model) in MODELS {
        add(entry, &workspace.root.join(model))?;
    }
    let path = output.join("manifest.json");
    fs::write(&path, format!("{:#}\n", Value::Object(manifest)))
        .during(format!("writing {}", path.display()))
}

/// Copies a file under the name `entry-<hash>.<extension>` and gives that name.
fn copy_hashed(entry: &str, source: &Path, output: &Path) -> Result<String> {
    let content = fs::read(source).during(format!("reading {}", source.display()))?;
    let extension = source
        .extension()
        .and_then(|extension| extension.to_str())
        .ok_or_else(|| Failure::new(format!("{} has no extension", source.display())))?;
    let name = format!("{entry}-{}.{extension}", content_hash(&content));
    fs::write(output.join(&name), content).during(format!("writing {name}"))?;
    Ok(name)
}
