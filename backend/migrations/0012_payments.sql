-- Orders, payments and refunds. These records are never edited and never deleted: where one stands,
-- the newest row about it says.

ALTER TABLE campaigns ADD COLUMN fee BIGINT;
-- JSON: kinds of fields that may be corrected after submission; an empty list allows all.
ALTER TABLE campaigns ADD COLUMN editable TEXT NOT NULL DEFAULT '[]';
-- 1 when the applicant may take another sitting.
ALTER TABLE campaigns ADD COLUMN moves BIGINT NOT NULL DEFAULT 1;

-- 1 once the start of a payment has prolonged the hold.
ALTER TABLE applications ADD COLUMN prolonged BIGINT NOT NULL DEFAULT 0;
-- How often a failed payment has.
ALTER TABLE applications ADD COLUMN failures BIGINT NOT NULL DEFAULT 0;

CREATE TABLE payment_providers (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO payment_providers (code) VALUES ('kaspi'), ('halyk');

-- What an application costs. Its number is that of the application.
CREATE TABLE orders (
    application_id TEXT NOT NULL PRIMARY KEY REFERENCES applications (id),
    number TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES people (id),
    campaign_id TEXT NOT NULL REFERENCES campaigns (id),
    programme TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    created_at BIGINT NOT NULL
);

-- Money that came. The same operation of a bank is one row, however often it is told.
CREATE TABLE payments (
    id TEXT NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    provider TEXT NOT NULL REFERENCES payment_providers (code),
    -- The bank's number of the operation.
    external_id TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    programme TEXT NOT NULL,
    -- The order that the payer named; empty for money that comes before its application.
    application_id TEXT REFERENCES orders (application_id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    -- The bank's accounting time as it wrote it; not proof of the moment.
    bank_time TEXT NOT NULL,
    card_mask TEXT NOT NULL,
    received_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX payments_once ON payments (provider, external_id);
CREATE INDEX payments_of_person ON payments (person_id, received_at);
CREATE INDEX payments_of_order ON payments (application_id);

CREATE TABLE money_states (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO money_states (code) VALUES ('applied'), ('unapplied'), ('refunded');

-- Where the money of a payment is: the row with the highest step. Two who move it at once cannot
-- both write the next step.
CREATE TABLE money_steps (
    payment_id TEXT NOT NULL REFERENCES payments (id),
    step BIGINT NOT NULL,
    state TEXT NOT NULL REFERENCES money_states (code),
    -- The order it pays; empty otherwise.
    application_id TEXT REFERENCES orders (application_id),
    -- Why it is so, a code for staff: late, wrong_sum, twice, prepaid, withdrawn, …
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (payment_id, step)
);

CREATE TABLE refund_ways (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO refund_ways (code) VALUES ('card'), ('account');

CREATE TABLE refunds (
    id TEXT NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    payment_id TEXT NOT NULL REFERENCES payments (id),
    -- Which refund of this payment: the next one only after this one was refused.
    try BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    way TEXT NOT NULL REFERENCES refund_ways (code),
    -- Sealed: account, bank, holder and IIN; empty for a card.
    claim TEXT NOT NULL,
    account_mask TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX refunds_once ON refunds (payment_id, try);

CREATE TABLE refund_states (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO refund_states (code) VALUES
    ('requested'), ('checked'), ('sent'), ('paid'), ('refused');

CREATE TABLE refund_steps (
    refund_id TEXT NOT NULL REFERENCES refunds (id),
    step BIGINT NOT NULL,
    state TEXT NOT NULL REFERENCES refund_states (code),
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (refund_id, step)
);

CREATE TABLE card_states (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO card_states (code) VALUES ('begun'), ('failed'), ('charged'), ('lost');

-- Card payments that were begun at the bank. The last six digits of an invoice are unique for a
-- terminal, as the bank wants it.
CREATE TABLE card_attempts (
    invoice TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES orders (application_id),
    terminal TEXT NOT NULL,
    tail TEXT NOT NULL,
    amount BIGINT NOT NULL,
    secret_hash TEXT NOT NULL,
    state TEXT NOT NULL REFERENCES card_states (code),
    begun_at BIGINT NOT NULL,
    -- When the bank is asked next; empty when nothing is to be asked.
    ask_at BIGINT,
    asked BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX card_attempts_tail ON card_attempts (terminal, tail);
CREATE INDEX card_attempts_of_order ON card_attempts (application_id, begun_at);
CREATE INDEX card_attempts_to_ask ON card_attempts (ask_at) WHERE ask_at IS NOT NULL;

CREATE TABLE counters (code TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL);
INSERT INTO counters (code, value) VALUES ('payment', 100000000), ('refund', 100000), ('invoice', 10000000);

-- Every call of a bank and what it was answered, for comparing with the bank's register. Numbers of
-- people are masked.
CREATE TABLE bank_calls (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL REFERENCES payment_providers (code),
    command TEXT NOT NULL,
    external_id TEXT NOT NULL,
    account TEXT NOT NULL,
    amount TEXT NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX bank_calls_of_operation ON bank_calls (provider, external_id);
CREATE INDEX bank_calls_by_time ON bank_calls (at);
