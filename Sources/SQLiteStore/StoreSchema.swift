import GRDB

/// The tables of a store, and how older ones become the present ones.
///
/// Migrations are only ever added: a store that names one that is not here was made by a later relay.
enum StoreSchema {
    /// `PRAGMA application_id` of relay's files: "rely" in ASCII.
    static let applicationID: Int32 = 0x7265_6C79

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: outbox)
            try db.execute(sql: ledger)
            try db.execute(sql: keys)
        }
        migrator.registerMigration("2", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: versionsAndLeases)
        }
        migrator.registerMigration("3-operating", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: waitingRoomAndClock)
        }
        migrator.registerMigration("3-announcements", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: announcedTargets)
        }
        migrator.registerMigration("3-interruptions", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: interruptions)
        }
        return migrator
    }

    /// Ids are never used again (`AUTOINCREMENT`): they are what people quote, and what messages in Slack carry. Bodies
    /// stand last, so that looking at the other columns does not read them.
    private static let outbox = """
        CREATE TABLE event (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            event_id TEXT,
            origin TEXT NOT NULL,
            drill TEXT,
            received_at INTEGER NOT NULL,
            body BLOB NOT NULL
        );
        CREATE INDEX event_by_drill ON event (drill) WHERE drill IS NOT NULL;

        CREATE TABLE storm (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            rule TEXT NOT NULL,
            target TEXT NOT NULL,
            role TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL,
            folded_uses INTEGER NOT NULL,
            denied_uses INTEGER NOT NULL,
            told_uses INTEGER NOT NULL,
            latest_who TEXT NOT NULL,
            latest_at INTEGER NOT NULL,
            message_timestamp TEXT
        );
        CREATE INDEX storm_by_key ON storm (rule, target, role, ends_at);

        CREATE TABLE delivery (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            event INTEGER NOT NULL REFERENCES event (id),
            storm INTEGER REFERENCES storm (id),
            kind TEXT NOT NULL,
            otherwise_of INTEGER,
            rule TEXT NOT NULL,
            target TEXT NOT NULL,
            api_destination TEXT NOT NULL,
            channel TEXT,
            order_key TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            state TEXT NOT NULL,
            due_at INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            begun_at INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0,
            sends_plain_text INTEGER NOT NULL DEFAULT 0,
            is_handed_over INTEGER NOT NULL DEFAULT 0,
            maximum_retry_attempts INTEGER NOT NULL,
            maximum_event_age_in_seconds INTEGER NOT NULL,
            dead_letter TEXT,
            parameters TEXT,
            body BLOB NOT NULL
        );
        CREATE INDEX delivery_pending ON delivery (id) WHERE state = 'pending';
        CREATE INDEX delivery_open ON delivery (api_destination, state, received_at)
            WHERE state IN ('pending', 'sending', 'waiting', 'dead');
        CREATE INDEX delivery_settled ON delivery (due_at) WHERE state IN ('delivered', 'dead', 'dropped');
        CREATE INDEX delivery_by_event ON delivery (event);
        CREATE INDEX delivery_by_storm ON delivery (storm) WHERE storm IS NOT NULL;

        CREATE TABLE attempt (
            delivery INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            ended_at INTEGER NOT NULL,
            status INTEGER,
            outcome TEXT NOT NULL,
            reason TEXT NOT NULL,
            excerpt TEXT NOT NULL,
            PRIMARY KEY (delivery, number)
        ) WITHOUT ROWID;

        CREATE TABLE intervention (
            id INTEGER PRIMARY KEY,
            delivery INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
            action TEXT NOT NULL,
            who TEXT NOT NULL,
            why TEXT NOT NULL,
            at INTEGER NOT NULL
        );
        CREATE INDEX intervention_by_delivery ON intervention (delivery);

        CREATE TABLE drill (
            id TEXT PRIMARY KEY,
            rule TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            accepted_at INTEGER NOT NULL
        );
        CREATE INDEX drill_by_time ON drill (received_at);
        """

    /// `role_use_day` counts the uses of each day, so that "3rd use this quarter" need not look at every use of a busy
    /// role. Triggers keep it, so that no statement can forget to.
    private static let ledger = """
        CREATE TABLE role_use (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            time INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            origin TEXT NOT NULL,
            who TEXT NOT NULL,
            role TEXT NOT NULL,
            role_arn TEXT,
            account TEXT NOT NULL,
            region TEXT,
            source_address TEXT,
            kind TEXT NOT NULL,
            channel TEXT NOT NULL,
            mfa TEXT NOT NULL,
            outcome TEXT NOT NULL,
            refusal TEXT,
            session_name TEXT,
            duration_seconds INTEGER,
            access_key_id TEXT,
            event_id TEXT,
            shared_event_id TEXT,
            is_poorer_copy INTEGER NOT NULL,
            day INTEGER NOT NULL
        );
        CREATE INDEX role_use_by_time ON role_use (time, id);
        CREATE INDEX role_use_by_role ON role_use (role, account, time, id);
        CREATE INDEX role_use_by_receipt ON role_use (role, account, received_at) WHERE origin = 'live';

        CREATE TABLE role_use_day (
            role TEXT NOT NULL,
            account TEXT NOT NULL,
            day INTEGER NOT NULL,
            uses INTEGER NOT NULL,
            PRIMARY KEY (role, account, day)
        ) WITHOUT ROWID;
        CREATE TRIGGER role_use_added AFTER INSERT ON role_use BEGIN
            INSERT INTO role_use_day VALUES (new.role, new.account, new.day, 1)
                ON CONFLICT DO UPDATE SET uses = uses + 1;
        END;
        CREATE TRIGGER role_use_removed AFTER DELETE ON role_use BEGIN
            UPDATE role_use_day SET uses = uses - 1
                WHERE role = old.role AND account = old.account AND day = old.day;
            DELETE FROM role_use_day
                WHERE role = old.role AND account = old.account AND day = old.day AND uses = 0;
        END;
        CREATE TRIGGER role_use_replaced AFTER UPDATE OF role, account, day ON role_use BEGIN
            UPDATE role_use_day SET uses = uses - 1
                WHERE role = old.role AND account = old.account AND day = old.day;
            DELETE FROM role_use_day
                WHERE role = old.role AND account = old.account AND day = old.day AND uses = 0;
            INSERT INTO role_use_day VALUES (new.role, new.account, new.day, 1)
                ON CONFLICT DO UPDATE SET uses = uses + 1;
        END;
        """

    /// `seen.role_use` refers to a use that may be gone already, as the ledger's retention is its own; ids not being used
    /// again, it never refers to another.
    private static let keys = """
        CREATE TABLE seen (
            kind INTEGER NOT NULL,
            key BLOB NOT NULL,
            role_use INTEGER,
            has_alerted INTEGER NOT NULL,
            seen_at INTEGER NOT NULL,
            PRIMARY KEY (kind, key)
        ) WITHOUT ROWID;
        CREATE INDEX seen_by_time ON seen (seen_at);

        CREATE TABLE counter (
            key TEXT PRIMARY KEY,
            value INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE probe (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            number INTEGER NOT NULL
        );
        INSERT INTO probe VALUES (1, 0);
        """

    /// `role_version` says whether the uses of a role are still those that a plan counted. Triggers keep it, so that no
    /// statement can forget to; a row stays when its role's uses are gone, so that a version is never had twice.
    private static let versionsAndLeases = """
        CREATE TABLE role_version (
            role TEXT NOT NULL,
            account TEXT NOT NULL,
            version INTEGER NOT NULL,
            PRIMARY KEY (role, account)
        ) WITHOUT ROWID;
        INSERT INTO role_version SELECT DISTINCT role, account, 1 FROM role_use_day;
        CREATE TRIGGER role_version_added AFTER INSERT ON role_use BEGIN
            INSERT INTO role_version VALUES (new.role, new.account, 1)
                ON CONFLICT DO UPDATE SET version = version + 1;
        END;
        CREATE TRIGGER role_version_removed AFTER DELETE ON role_use BEGIN
            UPDATE role_version SET version = version + 1 WHERE role = old.role AND account = old.account;
        END;
        CREATE TRIGGER role_version_replaced AFTER UPDATE ON role_use BEGIN
            UPDATE role_version SET version = version + 1 WHERE role = old.role AND account = old.account;
            INSERT INTO role_version VALUES (new.role, new.account, 1)
                ON CONFLICT DO UPDATE SET version = version + 1;
        END;

        CREATE TABLE lease (
            delivery INTEGER PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
            owner TEXT NOT NULL,
            until INTEGER NOT NULL
        );
        """

    /// What waits is looked up by its lane, and is seldom much. `probe.room` is filled to see whether there is room.
    /// `clock` has one row from the first use on; in a file of an earlier version that was the last event's.
    private static let waitingRoomAndClock = """
        CREATE INDEX delivery_waiting ON delivery (api_destination, channel, due_at, id) WHERE state = 'waiting';
        ALTER TABLE probe ADD COLUMN room BLOB;

        CREATE TABLE clock (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            seen_at INTEGER NOT NULL,
            pruning_at INTEGER NOT NULL
        );
        INSERT INTO clock SELECT 1, latest, latest FROM (SELECT max(seen_at) AS latest FROM seen) WHERE latest IS NOT NULL;
        """

    /// Where events and uses were announced. `seen.announced` is null where an event was announced nowhere, and where an
    /// earlier version has announced it. `announcement` has what storms look back on; it goes with the use, and is part of
    /// what `role_version` stands for. A storm that an earlier version began may have told of both allowed and refused
    /// uses: only refused ones are added to it from then on, unless it has none. `giving_way` has deliveries that let others
    /// go first: as a column it would stand behind the bodies.
    private static let announcedTargets = """
        ALTER TABLE seen ADD COLUMN announced TEXT;

        CREATE TABLE announcement (
            role_use INTEGER NOT NULL REFERENCES role_use (id) ON DELETE CASCADE,
            rule TEXT NOT NULL,
            target TEXT NOT NULL,
            is_folded INTEGER NOT NULL,
            PRIMARY KEY (role_use, rule, target)
        ) WITHOUT ROWID;
        CREATE TRIGGER role_version_announced AFTER INSERT ON announcement BEGIN
            UPDATE role_version SET version = version + 1
                WHERE (role, account) = (SELECT role, account FROM role_use WHERE id = new.role_use);
        END;
        DROP INDEX role_use_by_receipt;
        CREATE INDEX role_use_by_receipt ON role_use (role, account, outcome, received_at, who)
            WHERE origin = 'live';

        ALTER TABLE storm ADD COLUMN is_denied INTEGER NOT NULL DEFAULT 0;
        UPDATE storm SET is_denied = denied_uses > 0;
        ALTER TABLE storm ADD COLUMN summary_delay INTEGER NOT NULL DEFAULT 30000;

        CREATE TABLE giving_way (
            delivery INTEGER PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE
        );
        """

    /// Few deliveries have one. In a column of `delivery` it would stand behind the body, which would be read with it.
    private static let interruptions = """
        CREATE TABLE interruption (
            delivery INTEGER PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
            count INTEGER NOT NULL
        );
        """
}
