-- Letters on their way: written in the transaction of the change that causes them, sent by the
-- worker at least once, their content erased after delivery.
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT REFERENCES people (id),
    template TEXT NOT NULL,
    language TEXT NOT NULL,
    -- Sealed; empty after delivery.
    recipient TEXT NOT NULL,
    parameters TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- When to try next; while a worker holds the row, when its hold ends.
    run_at BIGINT NOT NULL,
    -- After this instant the letter is of no use.
    useless_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    sent_at BIGINT,
    failed_at BIGINT
);
CREATE INDEX outbox_waiting ON outbox (run_at) WHERE sent_at IS NULL AND failed_at IS NULL;
