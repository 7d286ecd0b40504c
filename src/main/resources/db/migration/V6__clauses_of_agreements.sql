-- What agreements allow, by clause and as of the version that was signed (domain.md 4.7). Whether a clause is in force follows
-- from the state of the agreement's conversation and from its term. Lists are words with a blank between them.
CREATE TABLE clause (
    agreement  uuid NOT NULL REFERENCES conversation,
    version    integer NOT NULL CHECK (version > 0),
    number     text NOT NULL,
    title_zh   text NOT NULL,
    title_en   text NOT NULL,
    senders    text NOT NULL,
    recipients text NOT NULL,
    types      text NOT NULL,
    purposes   text NOT NULL,
    privacy    text NOT NULL,
    urgencies  text NOT NULL,
    from_at    timestamptz NOT NULL,
    until_at   timestamptz NOT NULL,
    priority   smallint NOT NULL,
    PRIMARY KEY (agreement, version, number)
);
-- a conversation that a clause allowed may end under it
CREATE INDEX delivery_by_agreement ON delivery (conversation) WHERE grant_id LIKE 'agreement:%';
