-- The mailbox of a party that fetches over SOAP is its delivery rows, and its receipts that wait.
ALTER TABLE delivery
    -- since when it waits there, and how urgently
    ADD COLUMN shelved_at  timestamptz,
    ADD COLUMN priority    smallint,
    -- who was given it last has it until then, by the database's clock; then it is given out again
    ADD COLUMN lease_until timestamptz,
    -- the party said that it has stored it
    ADD COLUMN taken_at    timestamptz;
CREATE INDEX delivery_on_shelf ON delivery (recipient, priority DESC, shelved_at)
    WHERE shelved_at IS NOT NULL AND taken_at IS NULL AND state = 'DELIVERED';
CREATE INDEX receipt_on_shelf ON receipt (party, created_at) WHERE sent_at IS NULL;

-- Whoever waits for something of a party is woken, on whichever node.
CREATE FUNCTION tell_shelf_of_delivery() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_notify('guitu_shelf', NEW.recipient); RETURN NULL; END $$;
-- by the change that makes it fit to be given, whichever of the two comes last
CREATE TRIGGER delivery_shelved AFTER UPDATE OF shelved_at, state ON delivery
    FOR EACH ROW WHEN (NEW.shelved_at IS NOT NULL AND NEW.taken_at IS NULL AND NEW.state = 'DELIVERED') EXECUTE FUNCTION tell_shelf_of_delivery();
CREATE FUNCTION tell_shelf_of_receipt() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_notify('guitu_shelf', NEW.party); RETURN NULL; END $$;
CREATE TRIGGER receipt_waiting AFTER INSERT ON receipt
    FOR EACH ROW WHEN (NEW.sent_at IS NULL) EXECUTE FUNCTION tell_shelf_of_receipt();

-- SOAP envelopes that were seen, by what they signed; forgotten when their Timestamp would no longer be taken.
CREATE TABLE seen_envelope (
    digest    bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
    forget_at timestamptz NOT NULL
);
CREATE INDEX seen_envelope_forget ON seen_envelope (forget_at);
