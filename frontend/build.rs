//! Turns `locales/{locale}/{namespace}.json` into Rust: a missing key does not compile.

use std::env;
use std::error::Error;
use std::path::PathBuf;

use leptos_i18n_build::options::CodegenOptions;
use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};

/// One file for each feature.
const NAMESPACES: &[&str] = &[
    "agreement",
    "applications",
    "cabinet",
    "common",
    "entry",
    "errands",
    "guardians",
    "help",
    "identity",
    "mobile",
    "movement",
    "passkeys",
    "payments",
    "pin",
    "problems",
    "proofing",
    "readings",
    "registration",
    "registries",
    "security",
    "sessions",
    "sharing",
    "start",
];

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script its folder so"
)]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let config = Config::new("kk")?
        .add_locales(["ru", "en"])?
        .add_namespaces(NAMESPACES)?
        .parse_options(ParseOptions::new().interpolate_display(true));
    let texts = TranslationsInfos::parse(config)?;
    texts.emit_diagnostics();
    texts.rerun_if_locales_changed();
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?).join("i18n");
    texts.generate_i18n_module_with_options(folder, CodegenOptions::new().gen_docs(false))?;
    Ok(())
}
