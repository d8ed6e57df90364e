//! Search for an organisation of a region while somebody types.
//!
//! The organisations of a region are kept in memory, folded and sorted, and read again when their
//! version in the database changes: a search costs one small row, however many organisations there
//! are, and every program finds the same.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use shared::registries::Organisation;
use shared::text::fold;
use tokio::sync::Mutex;

use super::{organisation_of, store};
use crate::db::Db;
use crate::error::Error;

/// Words of what was typed that are looked at.
const MOST_WORDS: usize = 8;

/// What is kept of each region.
#[derive(Debug, Clone, Default)]
pub struct Index {
    regions: Arc<RwLock<HashMap<String, Kept>>>,
    /// A region is read by one caller; the others wait and find it.
    reading: Arc<Mutex<()>>,
}

#[derive(Debug, Clone)]
struct Kept {
    version: i64,
    entries: Arc<Vec<Entry>>,
}

#[derive(Debug)]
struct Entry {
    organisation: Organisation,
    /// The words of all names, folded, each after a space.
    words: String,
}

/// Folded words, each after a space; what is no letter or digit parts them.
fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 1);
    for word in fold(text).split(|letter: char| !letter.is_alphanumeric()) {
        if !word.is_empty() {
            words.push(' ');
            words.push_str(word);
        }
    }
    words
}

impl Index {
    /// Organisations that hold every typed word: first those where each begins a word.
    pub(in crate::registries) async fn search(
        &self,
        db: &Db,
        (region, district): (&str, &str),
        typed: &str,
        limit: usize,
    ) -> Result<Vec<Organisation>, Error> {
        let entries = self.entries(db, region).await?;
        Ok(found(&entries, district, typed, limit))
    }

    /// Reads every region, so that nobody's first letter waits for it.
    pub async fn read_ahead(&self, db: &Db) -> Result<(), Error> {
        let mut conn = db.read().await?;
        let regions = store::list_versions(&mut conn).await?;
        drop(conn);
        for region in regions {
            self.entries(db, &region).await?;
        }
        Ok(())
    }

    /// What is kept of a region, when it is of this version or newer.
    fn kept(&self, region: &str, version: i64) -> Option<Arc<Vec<Entry>>> {
        let regions = self.regions.read().unwrap_or_else(PoisonError::into_inner);
        let kept = regions.get(region).filter(|kept| kept.version >= version);
        kept.map(|kept| kept.entries.clone())
    }

    async fn entries(&self, db: &Db, region: &str) -> Result<Arc<Vec<Entry>>, Error> {
        let mut conn = db.read().await?;
        let Some(version) = store::find_version(&mut conn, region).await? else {
            return Ok(Arc::default());
        };
        drop(conn);
        if let Some(entries) = self.kept(region, version) {
            return Ok(entries);
        }
        let _reading = self.reading.lock().await;
        if let Some(entries) = self.kept(region, version) {
            return Ok(entries);
        }
        let mut conn = db.read().await?;
        let rows = store::list_organisations(&mut conn, region).await?;
        drop(conn);
        let mut entries: Vec<Entry> = rows
            .into_iter()
            .map(|row| Entry {
                words: words(&format!("{} {} {}", row.name_kk, row.name_ru, row.name_en)),
                organisation: organisation_of(row),
            })
            .collect();
        entries.sort_by(|one, other| one.words.cmp(&other.words));
        let entries = Arc::new(entries);
        let kept = Kept {
            version,
            entries: entries.clone(),
        };
        let mut all = self.regions.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(region.to_owned(), kept);
        Ok(entries)
    }
}

fn found(entries: &[Entry], district: &str, typed: &str, limit: usize) -> Vec<Organisation> {
    let typed = words(typed);
    let wanted = typed.split(' ').skip(1).take(MOST_WORDS);
    let wanted: Vec<String> = wanted.map(|word| format!(" {word}")).collect();
    let (mut first, mut others) = (Vec::new(), Vec::new());
    for entry in entries {
        if !district.is_empty() && entry.organisation.district != district {
            continue;
        }
        if wanted
            .iter()
            .all(|word| entry.words.contains(word.as_str()))
        {
            first.push(&entry.organisation);
            if first.len() == limit {
                break;
            }
        } else if others.len() < limit && wanted.iter().all(|word| entry.words.contains(&word[1..]))
        {
            others.push(&entry.organisation);
        }
    }
    let all = first.into_iter().chain(others);
    all.take(limit).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::dictionaries::Name;

    fn entry(id: &str, district: &str, kk: &str, ru: &str) -> Entry {
        Entry {
            words: words(&format!("{kk} {ru}")),
            organisation: Organisation {
                id: id.into(),
                district: district.into(),
                name: Name {
                    kk: kk.into(),
                    ru: ru.into(),
                    en: String::new(),
                },
                ..Organisation::default()
            },
        }
    }

    #[test]
    fn words_are_met_at_their_beginning_first_and_inside_then() {
        let entries = [
            entry("1", "a", "№12 мектеп", "Школа № 12"),
            entry("2", "b", "№112 мектеп", "Школа № 112"),
            entry("3", "a", "«Әлия» балабақшасы", "Детский сад «Алия»"),
        ];
        let ids = |district: &str, typed: &str, limit: usize| {
            let found = found(&entries, district, typed, limit);
            found.into_iter().map(|found| found.id).collect::<Vec<_>>()
        };
        assert_eq!(ids("", "12", 9), ["1", "2"]);
        assert_eq!(ids("", "12", 1), ["1"]);
        assert_eq!(ids("b", "мек 12", 9), ["2"]);
        assert_eq!(ids("", "алия", 9), ["3"]);
        assert_eq!(ids("", "БАЛАБАК «әл", 9), ["3"]);
        assert_eq!(ids("a", " ", 9), ["1", "3"]);
        assert!(ids("", "мектеп алия", 9).is_empty());
    }
}
