-- The record (design.md 1). Identifiers, digests, times and states are in clear; what people wrote is in content.bytes and
-- quarantine.bytes only, encrypted. Times are the hub's own clock, in UTC. Digests are SHA-256, 32 bytes.

CREATE TABLE conversation (
    id         uuid PRIMARY KEY,
    family     text NOT NULL,
    state      text NOT NULL,
    -- how many messages moved it: the number of the last one; whoever decides on a state writes only if this is unchanged
    version    bigint NOT NULL CHECK (version > 0),
    opened_by  text NOT NULL,
    opened_at  timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);

-- Erasing a conversation is destroying its key: what is left of it are proofs without content.
CREATE TABLE conversation_key (
    conversation uuid PRIMARY KEY REFERENCES conversation,
    -- AES-256-GCM under the hub's master key: 12 bytes iv, then the key and its tag
    wrapped      bytea,
    -- which master key, by the start of its digest
    master       text NOT NULL,
    destroyed_at timestamptz,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);

CREATE TABLE message (
    id             uuid PRIMARY KEY,
    conversation   uuid NOT NULL REFERENCES conversation,
    -- place in the conversation from 1; none for a recipient's own receipt, which moves no state
    number         bigint CHECK (number > 0),
    type           text NOT NULL,
    sender         text NOT NULL,
    content_digest bytea NOT NULL CHECK (octet_length(content_digest) = 32),
    wire_digest    bytea NOT NULL CHECK (octet_length(wire_digest) = 32),
    sent_at        timestamptz NOT NULL,
    received_at    timestamptz NOT NULL,
    late           boolean NOT NULL,
    urgency        text NOT NULL,
    status         text NOT NULL,
    privacy        text NOT NULL,
    expires_at     timestamptz,
    in_reply_to    uuid,
    -- what verify found: whose certificate by its digest, and the algorithm suite
    signer         bytea NOT NULL CHECK (octet_length(signer) = 32),
    suite          text NOT NULL,
    state_before   text,
    state_after    text,
    -- since when every delivery has been tried once; the sweeper looks for those without
    queued_at      timestamptz,
    UNIQUE (conversation, number)
);
CREATE INDEX message_not_queued ON message (received_at) WHERE queued_at IS NULL;

CREATE TABLE content (
    message uuid PRIMARY KEY REFERENCES message,
    iv      bytea NOT NULL CHECK (octet_length(iv) = 12),
    -- exactly the bytes received, AES-256-GCM under the conversation's key, bound to the message's id
    bytes   bytea NOT NULL
);
-- what is encrypted does not compress
ALTER TABLE content ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE delivery (
    id              uuid PRIMARY KEY,
    message         uuid NOT NULL REFERENCES message,
    conversation    uuid NOT NULL,
    recipient       text NOT NULL,
    copy            boolean NOT NULL,
    -- the grant or agreement clause that allowed it
    grant_id        text NOT NULL,
    -- place among what this recipient gets of the conversation, from 1, so that it sees a gap; 0 for a receipt
    number          bigint NOT NULL,
    state           text NOT NULL CHECK (state IN
        ('QUEUED', 'NOT_JOINED', 'DELIVERED', 'RECEIVED', 'READ', 'EXPIRED', 'UNDELIVERABLE')),
    -- how often it was sent again by hand; tries count from 0 in each round
    round           integer NOT NULL DEFAULT 0,
    tries           integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    collect_by      timestamptz,
    deadline        text,
    overdue_at      timestamptz,
    delivered_at    timestamptz,
    received_at     timestamptz,
    read_at         timestamptz,
    -- the hub's signed Delivered receipt, made once a round; empty for the delivery of a receipt
    statement       bytea,
    UNIQUE (message, recipient)
);
CREATE INDEX delivery_due ON delivery (next_attempt_at) WHERE state = 'QUEUED';
CREATE INDEX delivery_uncollected ON delivery (collect_by)
    WHERE overdue_at IS NULL AND collect_by IS NOT NULL AND state IN ('QUEUED', 'DELIVERED');
CREATE INDEX delivery_of_recipient ON delivery (conversation, recipient);

CREATE TABLE attempt (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery   uuid NOT NULL REFERENCES delivery,
    started_at timestamptz NOT NULL,
    -- neither for an attempt a crash cut off
    ended_at   timestamptz,
    -- a refusal code; none when it went well
    reason     text
);
CREATE INDEX attempt_of_delivery ON attempt (delivery, id);

-- What the hub signed, byte for byte.
CREATE TABLE receipt (
    id            uuid PRIMARY KEY,
    message       uuid NOT NULL REFERENCES message,
    -- none for Accepted, which is about all of them
    delivery      uuid REFERENCES delivery,
    round         integer NOT NULL DEFAULT 0,
    kind          text NOT NULL,
    party         text NOT NULL,
    bytes         bytea NOT NULL,
    created_at    timestamptz NOT NULL,
    -- Accepted goes back through the door and is never waiting
    sent_at       timestamptz,
    -- who took it to send it has it until then; by the database's clock
    claimed_until timestamptz,
    UNIQUE NULLS NOT DISTINCT (message, kind, delivery, round, party)
);
CREATE INDEX receipt_waiting ON receipt (created_at) WHERE sent_at IS NULL;

-- What was refused, with the answer given; deleted after its time.
CREATE TABLE quarantine (
    id          uuid PRIMARY KEY,
    door        text NOT NULL,
    -- the door's name of this arrival: offered again after a crash, it gets the same answer
    arrival     text NOT NULL,
    party       text NOT NULL,
    -- claimed, and only when it could be read
    message     uuid,
    code        text NOT NULL,
    rule        text NOT NULL,
    wire_digest bytea NOT NULL CHECK (octet_length(wire_digest) = 32),
    size        integer NOT NULL,
    -- the key of this entry alone, wrapped like a conversation's
    wrapped     bytea NOT NULL,
    master      text NOT NULL,
    iv          bytea NOT NULL,
    bytes       bytea NOT NULL,
    receipt     bytea NOT NULL,
    refused_at  timestamptz NOT NULL,
    purge_after timestamptz NOT NULL,
    UNIQUE (door, arrival)
);
ALTER TABLE quarantine ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE INDEX quarantine_purge ON quarantine (purge_after);

-- Who did what by hand, when and why; never changed, never deleted.
CREATE TABLE admin_action (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    who     text NOT NULL,
    done_at timestamptz NOT NULL,
    what    text NOT NULL,
    subject text NOT NULL,
    why     text NOT NULL CHECK (why <> '')
);

CREATE TABLE party_block (
    party      text PRIMARY KEY,
    blocked_at timestamptz NOT NULL,
    action     bigint NOT NULL REFERENCES admin_action
);

-- db-scheduler 16: the recurring jobs, run by one node at a time
CREATE TABLE scheduled_tasks (
    task_name            text NOT NULL,
    task_instance        text NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint NOT NULL,
    priority             smallint,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
CREATE INDEX scheduled_tasks_priority ON scheduled_tasks (priority DESC, execution_time);
