//! Rules for a CDN that serves `dist/site`: headers as the program sends them, and the fallback
//! that lets every address of the page start it. Written as `_headers` and `_redirects`, which
//! Cloudflare Pages, Netlify and their like read. Where the program answers on another host, an
//! attribute of `index.html` tells the page: a file of settings would cost each visit a request.

use std::fs;
use std::path::Path;

use crate::compress;
use crate::failure::{Result, While};
use crate::stamp::files_below;

const HEADERS: &str = "_headers";
const REDIRECTS: &str = "_redirects";
const START: &str = "index.html";

/// Writes the files. `api` is the program's address when it is not the page's.
pub(crate) fn write(site: &Path, api: Option<&str>) -> Result<()> {
    let mut names = Vec::new();
    for file in files_below(site)? {
        if let Ok(name) = file.strip_prefix(site)
            && !compress::is_copy(name)
        {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    fs::write(site.join(HEADERS), headers(&names, api)).during("writing _headers")?;
    fs::write(site.join(REDIRECTS), "/*  /index.html  200\n").during("writing _redirects")?;
    if let Some(api) = api {
        let start = site.join(START);
        let html = fs::read_to_string(&start).during("reading index.html")?;
        let attribute = format!("<html data-api=\"{}\" ", api.trim_end_matches('/'));
        fs::write(&start, html.replacen("<html ", &attribute, 1)).during("writing index.html")?;
        compress::folder(site)?;
    }
    Ok(())
}

/// Removes what [`fn@write`] left, if anything.
pub(crate) fn remove(site: &Path) -> Result<()> {
    for name in [HEADERS, REDIRECTS] {
        let file = site.join(name);
        if file.exists() {
            fs::remove_file(&file).during(format!("removing {}", file.display()))?;
        }
    }
    let start = site.join(START);
    let Ok(html) = fs::read_to_string(&start) else {
        return Ok(());
    };
    if let Some((before, rest)) = html.split_once("<html data-api=\"")
        && let Some((_, after)) = rest.split_once("\" ")
    {
        let plain = format!("{before}<html {after}");
        fs::write(&start, plain).during("writing index.html")?;
        compress::folder(site)?;
    }
    Ok(())
}

fn headers(names: &[String], api: Option<&str>) -> String {
    let everywhere = format!(
        "/*\n  Content-Security-Policy: {}\n  \
         Strict-Transport-Security: max-age=31536000; includeSubDomains\n  \
         X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: no-referrer\n  \
         Permissions-Policy: camera=(self), microphone=(), geolocation=(), \
         publickey-credentials-create=(self), publickey-credentials-get=(self)\n  \
         Cross-Origin-Opener-Policy: same-origin\n",
        policy(api)
    );
    // A name that carries its content's digest never means anything else: cached for ever. About
    // the others CDNs ask again each time, unless told otherwise.
    let forever = "Cache-Control: public, max-age=31536000, immutable";
    let hashed = names.iter().filter(|name| is_hashed(name));
    let rules = hashed.map(|name| format!("\n/{name}\n  {forever}\n"));
    std::iter::once(everywhere)
        .chain(rules)
        .collect::<Vec<_>>()
        .concat()
}

fn policy(api: Option<&str>) -> String {
    let api = api
        .map(|url| format!(" {}", url.trim_end_matches('/')))
        .unwrap_or_default();
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
         connect-src 'self'{api}; img-src 'self'{api} blob: data:; media-src 'self' blob:; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

/// Whether the name ends with a digest: `tirkeu-0123456789abcdef_bg.wasm`. Trunk drops leading zeros.
fn is_hashed(name: &str) -> bool {
    let stem = name
        .rsplit('/')
        .next()
        .and_then(|file| file.split('.').next());
    stem.is_some_and(|stem| {
        let mut words = stem.split(['-', '_']).skip(1);
        words.any(|word| word.len() >= 12 && word.chars().all(|c| c.is_ascii_hexdigit()))
    })
}

#[cfg(test)]
mod tests {
    use super::{headers, is_hashed, policy};

    #[test]
    fn only_hashed_names_are_cached_for_ever() {
        for name in [
            "tirkeu-0123456789abcdef_bg.wasm",
            "vision/worker-fedcba9876543210.js",
        ] {
            assert!(is_hashed(name), "{name}");
        }
        for name in [
            "boot.js",
            "index.html",
            "fonts/onest-latin-and-cyrillic.woff2",
        ] {
            assert!(!is_hashed(name), "{name}");
        }
        let names = [
            String::from("boot.js"),
            String::from("a-0123456789abcdef.css"),
        ];
        let text = headers(&names, None);
        assert!(text.contains("\n/a-0123456789abcdef.css\n"));
        assert!(!text.contains("/boot.js"));
    }

    #[test]
    fn another_host_is_allowed_by_name_only() {
        assert!(policy(None).contains("connect-src 'self';"));
        assert!(policy(Some("https://api.example.kz/")).contains("'self' https://api.example.kz;"));
    }
}
