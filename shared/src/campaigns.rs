//! Campaigns: one intake of a programme, its window, its lists, and who may apply in it.

use serde::{Deserialize, Serialize};

use crate::applications::{Application, Draft};
use crate::dictionaries::{Entry, Name};
use crate::forms::{FieldKind, Form, Kind, Options, Pair, Participant, Subject};
use crate::money::Tiyn;
use crate::problem::Code;
use crate::time::Instant;

/// What a campaign leaves of each list of its programme; an empty list leaves all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Allowed {
    /// Contingents that may apply.
    pub contingents: Vec<String>,
    /// Services.
    pub services: Vec<String>,
    /// Kinds of the exam.
    pub kinds: Vec<String>,
    /// Categories of participants.
    pub participants: Vec<String>,
    /// Pairs of profile subjects.
    pub pairs: Vec<String>,
    /// Specialties.
    pub specialties: Vec<String>,
    /// Categories that may be applied for.
    pub categories: Vec<String>,
    /// Languages.
    pub languages: Vec<String>,
    /// Ways to sit the exam.
    pub attendances: Vec<String>,
}

impl Allowed {
    /// The lists without what the campaign leaves out.
    #[must_use]
    pub fn cut(&self, options: Options) -> Options {
        let entries = |allowed: &[String], list: Vec<Entry>| -> Vec<Entry> {
            let keeps = |e: &Entry| allowed.is_empty() || allowed.contains(&e.code);
            list.into_iter().filter(keeps).collect()
        };
        let languages = entries(&self.languages, options.languages);
        let takes = |subject: &Subject| {
            subject
                .language
                .as_ref()
                .is_none_or(|fixed| languages.iter().any(|entry| entry.code == *fixed))
        };
        let subjects = options.subjects.into_iter().filter(takes).collect();
        let leaves =
            |allowed: &[String], code: &String| allowed.is_empty() || allowed.contains(code);
        let keeps = |kind: &Kind| leaves(&self.kinds, &kind.code);
        let serves = |participant: &Participant| leaves(&self.participants, &participant.code);
        let offers = |pair: &Pair| leaves(&self.pairs, &pair.code);
        Options {
            services: entries(&self.services, options.services),
            kinds: options.kinds.into_iter().filter(keeps).collect(),
            participants: options.participants.into_iter().filter(serves).collect(),
            pairs: options.pairs.into_iter().filter(offers).collect(),
            specialties: entries(&self.specialties, options.specialties),
            // The present category may be any; which may be sought, `may_seek` says.
            categories: options.categories,
            attendances: entries(&self.attendances, options.attendances),
            languages,
            subjects,
            foreign_languages: options.foreign_languages,
            study_forms: options.study_forms,
            conditions: options.conditions,
            certificates: options.certificates,
        }
    }

    /// Whether this category may be applied for.
    pub fn may_seek(&self, category: &str) -> bool {
        self.categories.is_empty() || self.categories.iter().any(|code| code == category)
    }
}

/// Where a campaign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    /// Announced, not open yet.
    Announced,
    /// Open.
    Open,
    /// Closed.
    Closed,
}

/// One intake of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Campaign {
    /// Id.
    pub id: String,
    /// Code of the programme.
    pub programme: String,
    /// Name.
    pub name: Name,
    /// What people should know, in a few sentences; may be empty.
    pub note: Name,
    /// First instant at which applications are taken.
    pub opens_at: Instant,
    /// First instant at which they are not any more.
    pub closes_at: Instant,
    /// Until when own applications may be corrected, moved and withdrawn.
    pub edits_until: Instant,
    /// What an application costs, in tiyn; without it nothing is paid.
    pub fee: Option<Tiyn>,
    /// Minutes a seat is held before it is paid for; without it an application is submitted at once.
    pub hold_minutes: Option<i64>,
    /// Live applications one person may have.
    pub applications_allowed: i64,
    /// Kinds of fields that may be corrected after submission; an empty list allows all.
    pub editable: Vec<FieldKind>,
    /// Whether the applicant may take another sitting after submission.
    pub moves: bool,
    /// After this day the centre tells place and time, which it assigns itself; without it the applicant
    /// chooses them.
    pub places_after: Option<Instant>,
    /// What it leaves of the lists.
    pub allowed: Allowed,
}

impl Campaign {
    /// Where it stands at an instant. The instant of opening is open, that of closing closed.
    pub const fn state(&self, now: Instant) -> CampaignState {
        if now.0 < self.opens_at.0 {
            CampaignState::Announced
        } else if now.0 < self.closes_at.0 {
            CampaignState::Open
        } else {
            CampaignState::Closed
        }
    }

    /// Whether applications are taken.
    pub const fn takes(&self, now: Instant) -> Result<(), Code> {
        match self.state(now) {
            CampaignState::Announced => Err(Code::CampaignNotOpen),
            CampaignState::Closed => Err(Code::CampaignClosed),
            CampaignState::Open => Ok(()),
        }
    }

    /// Whether an answer of this kind may be corrected after submission.
    pub fn corrects(&self, kind: FieldKind) -> bool {
        if kind == FieldKind::Sitting {
            self.moves
        } else {
            self.editable.is_empty() || self.editable.contains(&kind)
        }
    }

    /// Until when an application with a sitting that starts then may be corrected, moved and withdrawn:
    /// not after its exam began.
    pub fn edits_end(&self, starts_at: Option<Instant>) -> Instant {
        starts_at.map_or(self.edits_until, |starts_at| {
            starts_at.min(self.edits_until)
        })
    }
}

/// What decides whether a person may apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// The registration for the programme is finished.
    pub registered: bool,
    /// The person's contingent is one of the campaign's, and may apply online.
    pub contingent: bool,
    /// The person did not come to an exam of this campaign, without a good reason.
    pub no_show: bool,
    /// Live applications in this campaign.
    pub applications: i64,
    /// Live applications of the programme in the calendar year, this campaign included.
    pub attempts: i64,
    /// Payments that wait for a repeated attempt.
    pub prepaid: i64,
}

/// Whether a person with this standing may apply now, and if not, the first reason.
///
/// The first attempt of a calendar year is free, one repeat is paid before applying, there is no
/// third (domain, NQT 7.2); a programme without `attempts` does not count.
pub fn may_apply(
    campaign: &Campaign,
    form: &Form,
    standing: Standing,
    now: Instant,
) -> Result<(), Code> {
    campaign.takes(now)?;
    if !standing.registered {
        return Err(Code::StepOutOfOrder);
    }
    if !standing.contingent {
        return Err(Code::ContingentNotAllowed);
    }
    if standing.no_show {
        return Err(Code::NoShow);
    }
    if standing.applications >= campaign.applications_allowed {
        return Err(Code::AlreadyApplied);
    }
    may_attempt(form, (standing.attempts, standing.prepaid))
}

/// What an application costs, and when that is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Price {
    /// Nothing.
    Free,
    /// Paid within the hold, after applying.
    Fee(Tiyn),
    /// Paid before applying.
    Prepaid(Tiyn),
}

/// What the next application costs a person with so many other attempts in the calendar year. A repeat
/// that is paid before applying has the price of the programme, everything else that of the campaign.
pub fn price(campaign: &Campaign, form: &Form, repeat: Option<Tiyn>, others: i64) -> Price {
    let repeats = form
        .attempts
        .is_some_and(|attempts| others >= attempts.free);
    match (campaign.fee, repeat) {
        (_, Some(sum)) if repeats => Price::Prepaid(sum),
        (Some(fee), _) => Price::Fee(fee),
        (None, _) => Price::Free,
    }
}

/// Whether a person with so many other attempts in the calendar year of an exam, and so many payments
/// that wait for a repeat, may sit it.
pub const fn may_attempt(form: &Form, (others, prepaid): (i64, i64)) -> Result<(), Code> {
    let Some(attempts) = form.attempts else {
        return Ok(());
    };
    if others >= attempts.free + attempts.paid {
        Err(Code::AttemptsUsed)
    } else if others >= attempts.free && prepaid == 0 {
        Err(Code::RepeatUnpaid)
    } else {
        Ok(())
    }
}

/// `GET /campaigns`: campaigns of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Campaigns {
    /// The open ones first, then the announced, then the closed ones of the last months.
    pub campaigns: Vec<Campaign>,
    /// Clock of the server.
    pub server_now: Instant,
}

/// `GET /campaigns/{id}`: everything the form of one person needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignForm {
    /// The campaign.
    pub campaign: Campaign,
    /// What is asked.
    pub form: Form,
    /// What may be chosen.
    pub options: Options,
    /// Why this person may not apply now; nothing when they may.
    pub obstacle: Option<Code>,
    /// What was typed and not handed in.
    pub draft: Option<Draft>,
    /// Own live applications in this campaign.
    pub applications: Vec<Application>,
    /// Clock of the server.
    pub server_now: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Attempts;

    fn campaign() -> Campaign {
        Campaign {
            id: "c".into(),
            programme: "nqt".into(),
            name: Name::default(),
            note: Name::default(),
            opens_at: Instant(100),
            closes_at: Instant(200),
            edits_until: Instant(300),
            fee: None,
            hold_minutes: None,
            applications_allowed: 1,
            editable: Vec::new(),
            moves: true,
            places_after: None,
            allowed: Allowed::default(),
        }
    }

    #[test]
    fn the_window_has_exact_edges() {
        let campaign = campaign();
        for (now, state) in [
            (99, CampaignState::Announced),
            (100, CampaignState::Open),
            (199, CampaignState::Open),
            (200, CampaignState::Closed),
        ] {
            assert_eq!(campaign.state(Instant(now)), state, "{now}");
        }
        assert_eq!(campaign.edits_end(None), Instant(300));
        assert_eq!(campaign.edits_end(Some(Instant(301))), Instant(300));
        assert_eq!(campaign.edits_end(Some(Instant(250))), Instant(250));
    }

    #[test]
    fn the_first_reason_is_told() {
        let campaign = campaign();
        let mut form = Form::default();
        let mut standing = Standing::default();
        let now = Instant(150);
        let told = |form: &Form, standing, now| may_apply(&campaign, form, standing, Instant(now));
        assert_eq!(told(&form, standing, 99), Err(Code::CampaignNotOpen));
        assert_eq!(told(&form, standing, 200), Err(Code::CampaignClosed));
        assert_eq!(told(&form, standing, now.0), Err(Code::StepOutOfOrder));
        standing.registered = true;
        assert_eq!(
            told(&form, standing, now.0),
            Err(Code::ContingentNotAllowed)
        );
        standing.contingent = true;
        assert_eq!(told(&form, standing, now.0), Ok(()));
        standing.no_show = true;
        standing.applications = 1;
        assert_eq!(told(&form, standing, now.0), Err(Code::NoShow));
        standing.no_show = false;
        assert_eq!(told(&form, standing, now.0), Err(Code::AlreadyApplied));
        standing.applications = 0;
        standing.attempts = 1;
        assert_eq!(told(&form, standing, now.0), Ok(()), "nobody counts");
        form.attempts = Some(Attempts { free: 1, paid: 1 });
        assert_eq!(told(&form, standing, now.0), Err(Code::RepeatUnpaid));
        standing.prepaid = 1;
        assert_eq!(told(&form, standing, now.0), Ok(()));
        standing.attempts = 2;
        assert_eq!(told(&form, standing, now.0), Err(Code::AttemptsUsed));
    }

    #[test]
    fn a_repeat_is_paid_before_and_a_fee_after_applying() {
        let mut campaign = campaign();
        let mut form = Form::default();
        let repeat = Some(Tiyn::of_tenge(2778));
        assert_eq!(price(&campaign, &form, repeat, 5), Price::Free);
        form.attempts = Some(Attempts { free: 1, paid: 1 });
        assert_eq!(price(&campaign, &form, repeat, 0), Price::Free);
        let paid = Price::Prepaid(Tiyn::of_tenge(2778));
        assert_eq!(price(&campaign, &form, repeat, 1), paid);
        campaign.fee = Some(Tiyn::of_tenge(5640));
        let fee = Price::Fee(Tiyn::of_tenge(5640));
        assert_eq!(price(&campaign, &form, repeat, 0), fee);
        assert_eq!(price(&campaign, &form, None, 1), fee);
    }

    #[test]
    fn lists_are_cut_to_the_campaign() {
        let entry = |code: &str| Entry {
            code: code.into(),
            name: Name::default(),
            rank: 0,
        };
        let subject = |code: &str, language: Option<&str>| Subject {
            code: code.into(),
            name: Name::default(),
            group: "school".into(),
            language: language.map(str::to_owned),
        };
        let options = Options {
            languages: vec![entry("kk"), entry("ru"), entry("uz")],
            subjects: vec![subject("history", None), subject("uzbek", Some("uz"))],
            ..Options::default()
        };
        let allowed = Allowed {
            languages: vec!["kk".into(), "ru".into()],
            ..Allowed::default()
        };
        let cut = allowed.cut(options.clone());
        assert_eq!(cut.languages.len(), 2);
        assert_eq!(cut.subjects.len(), 1, "nobody can take Uzbek in Kazakh");
        assert_eq!(Allowed::default().cut(options.clone()), options);
    }
}
