//! The biller protocol of Kaspi, "check" and "pay": reading the bank's query and deciding the answer
//! (domain, payments 8.2 and 8.4; cases in `testdata/kaspi_protocol_vectors.json`).
//!
//! It knows neither HTTP nor the database: the caller says how the order stands and carries out the
//! decision. What happens between two statements is the caller's to guard.

use jiff::civil::DateTime;
use serde::Deserialize;

use crate::money::Tiyn;

/// Longest account that is looked for, in characters.
const MAX_ACCOUNT: usize = 200;
/// Longest operation number of the bank, in digits.
const MAX_TXN_ID: usize = 20;

/// The answer's `result`, with the protocol's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Found; accepted; or the same operation again.
    Accepted = 0,
    /// No such account.
    Unknown = 1,
    /// The order was cancelled.
    Cancelled = 2,
    /// Paid by another operation.
    AlreadyPaid = 3,
    /// Another payment of this order is being written.
    InProgress = 4,
    /// A query that cannot be read, or our own fault; the bank may repeat it.
    Failed = 5,
}

/// The parameters as they came. Extra ones of the contract are ignored.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Query {
    command: Option<String>,
    txn_id: Option<String>,
    account: Option<String>,
    sum: Option<String>,
    txn_date: Option<String>,
}

/// A query that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The bank's number of the operation: text, because it may be longer than a machine's numbers.
    pub txn_id: String,
    /// What the payer typed, without spaces around: an order's number, or an IIN.
    pub account: String,
    /// What is wanted.
    pub command: Command,
}

/// What the bank wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// May this account be paid? The sum is a dummy and is not read.
    Check,
    /// It is paid: the payer has been debited.
    Pay {
        /// What was paid.
        sum: Tiyn,
        /// The bank's accounting time, local and without a zone; not proof of the moment.
        at: DateTime,
    },
}

impl Query {
    /// The command as it came, for the journal of calls: at most 200 characters of each parameter.
    pub fn command(&self) -> String {
        cut(self.command.as_deref())
    }

    /// The bank's number of the operation as it came.
    pub fn txn_id(&self) -> String {
        cut(self.txn_id.as_deref())
    }

    /// The account as it came.
    pub fn account(&self) -> String {
        cut(self.account.as_deref())
    }

    /// The sum as it came.
    pub fn sum(&self) -> String {
        cut(self.sum.as_deref())
    }

    /// Understands the query, or says what to answer.
    pub fn read(self) -> Result<Request, Outcome> {
        let txn_id = self.txn_id.ok_or(Outcome::Failed)?;
        let numeric = (1..=MAX_TXN_ID).contains(&txn_id.len())
            && txn_id.bytes().all(|byte| byte.is_ascii_digit());
        if !numeric {
            return Err(Outcome::Failed);
        }
        let command = match self.command.as_deref() {
            Some("check") => Command::Check,
            Some("pay") => Command::Pay {
                sum: self
                    .sum
                    .as_deref()
                    .and_then(Tiyn::parse)
                    .ok_or(Outcome::Failed)?,
                at: self
                    .txn_date
                    .as_deref()
                    .and_then(time)
                    .ok_or(Outcome::Failed)?,
            },
            _ => return Err(Outcome::Failed),
        };
        let account = self.account.unwrap_or_default().trim().to_owned();
        if account.is_empty() || account.chars().count() > MAX_ACCOUNT {
            return Err(Outcome::Unknown);
        }
        Ok(Request {
            txn_id,
            account,
            command,
        })
    }
}

fn cut(text: Option<&str>) -> String {
    text.unwrap_or_default().chars().take(MAX_ACCOUNT).collect()
}

/// `YYYYMMDDHHMMSS`.
fn time(text: &str) -> Option<DateTime> {
    let whole = text.len() == 14 && text.bytes().all(|byte| byte.is_ascii_digit());
    whole
        .then(|| DateTime::strptime("%Y%m%d%H%M%S", text).ok())
        .flatten()
}

/// How an order stands when the query arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing<'a> {
    /// Waits for its money.
    Payable,
    /// Not paid in time; the seat may be free still.
    Expired {
        /// Whether the order could have its seat back.
        seat_free: bool,
    },
    /// Withdrawn, or its campaign has closed.
    Cancelled,
    /// Paid by this operation.
    Paid {
        /// The bank's number of it.
        txn_id: &'a str,
    },
    /// Another payment of it is being written.
    Locked,
}

/// What to do about a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Only answer.
    Answer(Outcome),
    /// Answer as the first time, with the payment number of then.
    Repeat,
    /// The order is paid.
    Pay,
    /// The order comes back and is paid.
    Reinstate,
    /// Keep the money unapplied, on the operator's list; the order stays as it is.
    KeepUnapplied,
}

impl Decision {
    /// What the bank is told.
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Answer(outcome) => outcome,
            // The payer has been debited: only what is impossible is refused.
            Self::Repeat | Self::Pay | Self::Reinstate | Self::KeepUnapplied => Outcome::Accepted,
        }
    }
}

/// Decides about a request for an order that costs `fee` and stands as it is told.
pub fn decide(request: &Request, fee: Tiyn, standing: Standing<'_>) -> Decision {
    if standing == Standing::Locked {
        return Decision::Answer(Outcome::InProgress);
    }
    let Command::Pay { sum, .. } = request.command else {
        return Decision::Answer(match standing {
            Standing::Payable => Outcome::Accepted,
            Standing::Expired { .. } | Standing::Cancelled => Outcome::Cancelled,
            Standing::Paid { .. } => Outcome::AlreadyPaid,
            Standing::Locked => Outcome::InProgress,
        });
    };
    match standing {
        Standing::Paid { txn_id } if txn_id == request.txn_id => Decision::Repeat,
        Standing::Paid { .. } => Decision::Answer(Outcome::AlreadyPaid),
        _ if sum != fee => Decision::KeepUnapplied,
        Standing::Payable => Decision::Pay,
        Standing::Expired { seat_free: true } => Decision::Reinstate,
        Standing::Expired { seat_free: false } | Standing::Cancelled | Standing::Locked => {
            Decision::KeepUnapplied
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    const FEE: Tiyn = Tiyn::of_tenge(5640);

    /// The orders that the vectors speak of; `paid` is what a case before has done.
    fn standing<'a>(account: &str, paid: Option<&'a str>) -> Option<Standing<'a>> {
        Some(match account {
            "100001" => paid.map_or(Standing::Payable, |txn_id| Standing::Paid { txn_id }),
            "100002" => Standing::Cancelled,
            "100003" => Standing::Paid {
                txn_id: "900000000000003",
            },
            "100004" => Standing::Locked,
            "100005" => Standing::Expired { seat_free: true },
            "100006" => Standing::Expired { seat_free: false },
            _ => return None,
        })
    }

    fn answer(query: Query, paid: Option<&str>) -> Decision {
        match query.read() {
            Err(outcome) => Decision::Answer(outcome),
            Ok(request) => match standing(&request.account, paid) {
                None => Decision::Answer(Outcome::Unknown),
                Some(standing) => decide(&request, FEE, standing),
            },
        }
    }

    #[test]
    fn vectors_hold() {
        let text = std::fs::read_to_string("testdata/kaspi_protocol_vectors.json").unwrap();
        let file: Value = serde_json::from_str(&text).unwrap();
        let cases = file["cases"].as_array().unwrap();
        for case in cases {
            let name = case["name"].as_str().unwrap();
            let follows = ["pay repeated, same txn_id", "pay again, other txn_id"];
            let paid = follows.contains(&name).then_some("900000000000001");
            let query = serde_json::from_value(case["query"].clone()).unwrap();
            let decision = answer(query, paid);
            let expected = &case["expect"];
            assert_eq!(
                Some(decision.outcome() as i64),
                expected["result"].as_i64(),
                "{name}"
            );
            match (expected["order"].as_str(), expected["payment"].as_str()) {
                (Some("reinstated"), _) => assert_eq!(decision, Decision::Reinstate, "{name}"),
                (_, Some("unapplied, operator's list")) => {
                    assert_eq!(decision, Decision::KeepUnapplied, "{name}");
                }
                (order, payment) => assert_eq!((order, payment), (None, None), "{name}"),
            }
            if expected["prv_txn_id"] == "the same as in the first answer" {
                assert_eq!(decision, Decision::Repeat, "{name}");
            }
        }
        assert_eq!(cases.len(), 20);
    }
}
