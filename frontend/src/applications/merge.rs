//! Two edits of one application at once: what each of them changed, and what is both.

use serde_json::Value;
use shared::applications::changed_fields;
use shared::forms::Answers;

/// What was changed here over what stands now: a field touched here is kept as typed here, any
/// other as it stands.
pub(super) fn merged(base: &Answers, mine: &Answers, now: &Answers) -> Answers {
    let touched = changed_fields(base, mine);
    let values = (serde_json::to_value(mine), serde_json::to_value(now));
    let (Ok(Value::Object(mine_values)), Ok(Value::Object(mut values))) = values else {
        return mine.clone();
    };
    for (name, value) in mine_values {
        if touched.contains(&name) {
            values.insert(name, value);
        }
    }
    serde_json::from_value(Value::Object(values)).unwrap_or_else(|_| mine.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_keeps_what_only_one_changed() {
        let base = Answers {
            kind: "general".into(),
            language: "kk".into(),
            sitting: "a".into(),
            ..Answers::default()
        };
        let mine = Answers {
            sitting: "b".into(),
            ..base.clone()
        };
        let now = Answers {
            language: "ru".into(),
            sitting: "c".into(),
            ..base.clone()
        };
        let made = merged(&base, &mine, &now);
        assert_eq!((made.language.as_str(), made.sitting.as_str()), ("ru", "b"));
        assert_eq!(changed_fields(&now, &made), ["sitting"]);
        assert_eq!(merged(&base, &base, &now), now);
    }
}
