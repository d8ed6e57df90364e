//! Settings of the registries: an address and a token each. A registry without an address is the
//! table that `tirkeu import` fills.

use clap::Args;

/// Where the registries are.
#[derive(Debug, Clone, Args)]
pub struct RegistrySettings {
    /// Registry of persons by IIN (docs/registries.md); without it the imported table
    #[arg(long, env = "TIRKEU_PERSON_REGISTRY_URL")]
    pub person_registry_url: Option<String>,

    /// What the registry of persons knows us by
    #[arg(long, env = "TIRKEU_PERSON_REGISTRY_TOKEN", hide_env_values = true)]
    pub person_registry_token: Option<String>,

    /// Registry of organisations by BIN; without it the imported table
    #[arg(long, env = "TIRKEU_ORGANISATION_REGISTRY_URL")]
    pub organisation_registry_url: Option<String>,

    /// What the registry of organisations knows us by
    #[arg(
        long,
        env = "TIRKEU_ORGANISATION_REGISTRY_TOKEN",
        hide_env_values = true
    )]
    pub organisation_registry_token: Option<String>,

    /// Registry of education by IIN; without it the imported table
    #[arg(long, env = "TIRKEU_EDUCATION_REGISTRY_URL")]
    pub education_registry_url: Option<String>,

    /// What the registry of education knows us by
    #[arg(long, env = "TIRKEU_EDUCATION_REGISTRY_TOKEN", hide_env_values = true)]
    pub education_registry_token: Option<String>,

    /// Milliseconds in which a registry has to answer one question
    #[arg(long, env = "TIRKEU_REGISTRY_TIMEOUT_MS", default_value_t = RegistrySettings::TIMEOUT_MS)]
    pub registry_timeout_ms: u64,
}

impl RegistrySettings {
    const TIMEOUT_MS: u64 = 10_000;

    /// The addresses that are set, with the flag of each.
    pub fn addresses(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("--person-registry-url", &self.person_registry_url),
            (
                "--organisation-registry-url",
                &self.organisation_registry_url,
            ),
            ("--education-registry-url", &self.education_registry_url),
        ]
        .into_iter()
        .filter_map(|(flag, address)| Some((flag, address.as_deref()?)))
    }
}

impl Default for RegistrySettings {
    fn default() -> Self {
        Self {
            person_registry_url: None,
            person_registry_token: None,
            organisation_registry_url: None,
            organisation_registry_token: None,
            education_registry_url: None,
            education_registry_token: None,
            registry_timeout_ms: Self::TIMEOUT_MS,
        }
    }
}
