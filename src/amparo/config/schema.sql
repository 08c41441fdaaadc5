-- 1cb3ae431ef0a4ab0dc37310b962e2eec9861900c1d737482e50e4d7be188129
-- Made by ./amparo show_schema of all migrations, for SQLite. Do not write here.

-- default: accounts
CREATE TABLE "accounts_membership" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "role" varchar(20) NOT NULL,
    "user_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "team_id" bigint NOT NULL REFERENCES "accounts_team" ("id") DEFERRABLE INITIALLY DEFERRED,
    "vouched_as" varchar(64) NOT NULL,
    "vouched_by" varchar(16) NOT NULL,
    CONSTRAINT "one_membership_per_team_and_role" UNIQUE ("user_id", "team_id", "role"));
CREATE TABLE "accounts_secondstep" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" varchar(5) NOT NULL,
    "box" BLOB NOT NULL,
    "last" bigint NOT NULL,
    "misses" smallint unsigned NOT NULL CHECK ("misses" >= 0),
    "is_ready" bool NOT NULL,
    "user_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_second_step_of_a_kind" UNIQUE ("user_id", "kind", "is_ready"));
CREATE TABLE "accounts_team" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "name" varchar(80) NOT NULL,
    "organisation_id" bigint NULL REFERENCES "directory_organisation" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "accounts_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "password" varchar(128) NOT NULL,
    "reference" varchar(16) NOT NULL UNIQUE,
    "sign_in_name" varchar(40) NOT NULL UNIQUE,
    "name_used" varchar(60) NOT NULL,
    "language" varchar(5) NOT NULL,
    "is_active" bool NOT NULL,
    "handed_by" text NOT NULL,
    "must_choose" bool NOT NULL,
    "other_check" varchar(44) NOT NULL,
    "session_stamp" varchar(16) NOT NULL);
CREATE INDEX "accounts_membership_team_id_c9c6c909" ON "accounts_membership" ("team_id");
CREATE INDEX "accounts_membership_user_id_487fb39e" ON "accounts_membership" ("user_id");
CREATE INDEX "accounts_secondstep_user_id_5b895135" ON "accounts_secondstep" ("user_id");
CREATE INDEX "accounts_team_organisation_id_6c9deeb6" ON "accounts_team" ("organisation_id");
CREATE UNIQUE INDEX "one_team_of_this_name" ON "accounts_team" ((LOWER("name")));
INSERT INTO sqlite_sequence VALUES ('accounts_membership', 0);
INSERT INTO sqlite_sequence VALUES ('accounts_user', 0);

-- default: alternative_care
CREATE TABLE "alternative_care_booking" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "day" date NOT NULL,
    "ends_at" datetime NOT NULL,
    "state" varchar(12) NOT NULL,
    "slot" smallint unsigned NULL CHECK ("slot" >= 0),
    "slots" smallint unsigned NOT NULL CHECK ("slots" >= 0),
    "collected_at" datetime NULL,
    "collected_by" smallint unsigned NULL CHECK ("collected_by" >= 0),
    "misses" smallint unsigned NOT NULL CHECK ("misses" >= 0),
    "rests_until" datetime NULL,
    "is_counted" bool NOT NULL,
    "place_id" bigint NOT NULL REFERENCES "alternative_care_careplace" ("id") DEFERRABLE INITIALLY DEFERRED,
    "child_id" bigint NOT NULL REFERENCES "alternative_care_child" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "no_more_than_there_is_room" CHECK (("slot" IS NULL OR ("slot" >= 1 AND "slot" <= ("slots")))),
    CONSTRAINT "who_is_booked_has_room" CHECK ((("slot" IS NOT NULL AND "state" IN ('booked', 'came', 'collected')) OR (NOT ("state" IN ('booked', 'came', 'collected')) AND "slot" IS NULL))),
    CONSTRAINT "collected_by_somebody" CHECK ((("collected_at" IS NOT NULL AND "collected_by" IS NOT NULL AND "state" = 'collected') OR (NOT ("state" = 'collected') AND "collected_at" IS NULL AND "collected_by" IS NULL))));
CREATE TABLE "alternative_care_careplace" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "name" varchar(80) NOT NULL,
    "kind" varchar(16) NOT NULL,
    "run_by" varchar(120) NOT NULL,
    "service" varchar(16) NOT NULL,
    "age_from" smallint unsigned NOT NULL CHECK ("age_from" >= 0),
    "age_to" smallint unsigned NOT NULL CHECK ("age_to" >= 0),
    "days" varchar(7) NOT NULL,
    "opens" time NOT NULL,
    "closes" time NOT NULL,
    "zone" varchar(40) NOT NULL,
    "capacity" smallint unsigned NOT NULL CHECK ("capacity" >= 0),
    "is_open" bool NOT NULL,
    "ring" varchar(16) NOT NULL UNIQUE,
    "key_version" integer unsigned NOT NULL CHECK ("key_version" >= 0),
    "box" BLOB NOT NULL,
    CONSTRAINT "ages_of_children" CHECK (("age_from" <= ("age_to") AND "age_to" <= 17)));
CREATE TABLE "alternative_care_carer" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "name_used" varchar(80) NOT NULL,
    "days" varchar(7) NOT NULL,
    "vetted_on" date NOT NULL,
    "vetted_by" varchar(16) NOT NULL,
    "until" date NOT NULL,
    "place_id" bigint NOT NULL REFERENCES "alternative_care_careplace" ("id") DEFERRABLE INITIALLY DEFERRED,
    "user_id" bigint NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "a_carer_is_an_account_or_a_name" CHECK ((("user_id" IS NULL AND NOT ("name_used" = '')) OR ("name_used" = '' AND "user_id" IS NOT NULL))));
CREATE TABLE "alternative_care_caretally" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "month" date NOT NULL,
    "what" varchar(12) NOT NULL,
    "count" integer unsigned NOT NULL CHECK ("count" >= 0),
    "place_id" bigint NOT NULL REFERENCES "alternative_care_careplace" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_count_of_care_a_month" UNIQUE ("month", "place_id", "what"));
CREATE TABLE "alternative_care_child" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "ring" varchar(16) NOT NULL UNIQUE,
    "made_on" date NOT NULL,
    "last_on" date NOT NULL);
CREATE TABLE "alternative_care_minded" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "cell" integer unsigned NOT NULL CHECK ("cell" >= 0),
    "booking_id" bigint NOT NULL REFERENCES "alternative_care_booking" ("id") DEFERRABLE INITIALLY DEFERRED,
    "child_id" bigint NOT NULL REFERENCES "alternative_care_child" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "no_child_in_two_places" UNIQUE ("child_id", "cell"));
CREATE TABLE "alternative_care_protectionnote" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "ring" varchar(16) NOT NULL UNIQUE,
    "on" date NOT NULL,
    "key_version" integer unsigned NOT NULL CHECK ("key_version" >= 0),
    "box" BLOB NOT NULL,
    "child_id" bigint NOT NULL REFERENCES "alternative_care_child" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE UNIQUE INDEX "a_child_waits_once" ON "alternative_care_booking" ("child_id", "place_id", "day") WHERE "state" = 'asked';
CREATE INDEX "alternative_care_booking_child_id_a6094408" ON "alternative_care_booking" ("child_id");
CREATE INDEX "alternative_care_booking_place_id_b824bc59" ON "alternative_care_booking" ("place_id");
CREATE UNIQUE INDEX "no_room_is_given_twice" ON "alternative_care_booking" ("place_id", "day", "slot") WHERE "slot" IS NOT NULL;
CREATE INDEX "who_stays_when" ON "alternative_care_booking" ("place_id", "day");
CREATE INDEX "alternative_care_carer_place_id_3df61fac" ON "alternative_care_carer" ("place_id");
CREATE INDEX "alternative_care_carer_user_id_640297c8" ON "alternative_care_carer" ("user_id");
CREATE INDEX "alternative_care_caretally_place_id_ae84f759" ON "alternative_care_caretally" ("place_id");
CREATE INDEX "alternative_care_minded_booking_id_bd97022a" ON "alternative_care_minded" ("booking_id");
CREATE INDEX "alternative_care_minded_child_id_0ce2f978" ON "alternative_care_minded" ("child_id");
CREATE INDEX "alternative_care_protectionnote_child_id_d918adcf" ON "alternative_care_protectionnote" ("child_id");
INSERT INTO sqlite_sequence VALUES ('alternative_care_booking', 0);
INSERT INTO sqlite_sequence VALUES ('alternative_care_minded', 0);

-- default: audit
CREATE TABLE "audit_act" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "number" bigint unsigned NOT NULL UNIQUE CHECK ("number" >= 0),
    "at" datetime NOT NULL,
    "verb" varchar(60) NOT NULL,
    "actor" varchar(40) NOT NULL,
    "target" varchar(80) NOT NULL,
    "previous" varchar(64) NOT NULL,
    "digest" varchar(64) NOT NULL UNIQUE);
CREATE TABLE "audit_head" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "number" bigint unsigned NOT NULL CHECK ("number" >= 0),
    "digest" varchar(64) NOT NULL);
CREATE INDEX "how_often_somebody" ON "audit_act" ("actor", "verb", "at");
CREATE INDEX "what_was_done_with" ON "audit_act" ("target");

-- default: auth
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED,
    "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED,
    "codename" varchar(100) NOT NULL,
    "name" varchar(255) NOT NULL);
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE UNIQUE INDEX "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" ON "auth_group_permissions" ("group_id", "permission_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE UNIQUE INDEX "auth_permission_content_type_id_codename_01ab375a_uniq" ON "auth_permission" ("content_type_id", "codename");
INSERT INTO sqlite_sequence VALUES ('auth_group', 0);

-- default: casework
CREATE TABLE "casework_carried" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "ring" varchar(16) NOT NULL UNIQUE,
    "user_id" bigint NOT NULL UNIQUE REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "casework_case" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "ring" varchar(16) NOT NULL UNIQUE,
    "facts" BLOB NOT NULL,
    "facts_version" integer unsigned NOT NULL CHECK ("facts_version" >= 0),
    "state" varchar(12) NOT NULL,
    "opened_on" date NOT NULL,
    "last_on" date NOT NULL,
    "closed_on" date NULL,
    "closure_reason" varchar(16) NOT NULL,
    "keep_until" date NULL,
    "owner_id" bigint NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "her_box" BLOB NULL,
    "her_ring" varchar(16) NOT NULL,
    "her_turn" integer unsigned NOT NULL CHECK ("her_turn" >= 0),
    "her_ring_before" varchar(16) NOT NULL,
    "her_takes" varchar(64) NOT NULL,
    CONSTRAINT "a_case_that_is_over_says_why_and_until_when" CHECK ((("closed_on" IS NOT NULL AND "keep_until" IS NOT NULL AND "state" IN ('closed', 'transferred') AND NOT ("closure_reason" = '')) OR (NOT ("state" IN ('closed', 'transferred')) AND "closed_on" IS NULL AND "closure_reason" = '' AND "keep_until" IS NULL))));
CREATE TABLE "casework_certificate" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "ring" varchar(16) NOT NULL UNIQUE,
    "on" date NOT NULL,
    "box" BLOB NOT NULL);
CREATE TABLE "casework_hold" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "by" varchar(16) NOT NULL,
    "second" varchar(16) NOT NULL,
    "until" date NOT NULL,
    "lifted_by" varchar(16) NOT NULL,
    "case_id" bigint NOT NULL REFERENCES "casework_case" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "a_hold_takes_two" CHECK (NOT ("second" = ("by"))));
CREATE TABLE "casework_part" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "due_on" date NULL,
    "ended_on" date NULL,
    "case_id" bigint NOT NULL REFERENCES "casework_case" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "casework_referred" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "ring" varchar(16) NOT NULL UNIQUE,
    "until" date NOT NULL,
    "key_version" integer unsigned NOT NULL CHECK ("key_version" >= 0),
    "box" BLOB NOT NULL);
CREATE TABLE "casework_request" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "ring" varchar(16) NOT NULL UNIQUE,
    "kind" varchar(8) NOT NULL,
    "state" varchar(10) NOT NULL,
    "by" varchar(16) NOT NULL,
    "second" varchar(16) NOT NULL,
    "on" date NOT NULL,
    "until" datetime NOT NULL,
    "key_version" integer unsigned NOT NULL CHECK ("key_version" >= 0),
    "box" BLOB NOT NULL,
    CONSTRAINT "nobody_agrees_with_herself" CHECK ((NOT ("second" = ("by")) AND (NOT ("kind" = 'export' AND "state" IN ('agreed', 'used')) OR NOT ("second" = '')))));
CREATE TABLE "casework_slice" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "ring" varchar(16) NOT NULL UNIQUE,
    "until" datetime NOT NULL,
    "key_version" integer unsigned NOT NULL CHECK ("key_version" >= 0),
    "box" BLOB NOT NULL);
CREATE TABLE "casework_slipcount" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "month" date NOT NULL,
    "question" varchar(20) NOT NULL,
    "answer" varchar(12) NOT NULL,
    "count" integer unsigned NOT NULL CHECK ("count" >= 0),
    CONSTRAINT "one_count_a_month_and_answer" UNIQUE ("month", "question", "answer"));
CREATE TABLE "casework_supervised" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "case_id" bigint NOT NULL REFERENCES "casework_case" ("id") DEFERRABLE INITIALLY DEFERRED,
    "user_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_supervision_a_person" UNIQUE ("case_id", "user_id"));
CREATE TABLE "casework_usedslip" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "check_of" varchar(64) NOT NULL UNIQUE,
    "until" date NOT NULL);
CREATE TABLE "casework_word" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "on" date NOT NULL,
    "key_version" integer unsigned NOT NULL CHECK ("key_version" >= 0),
    "box" BLOB NOT NULL,
    "case_id" bigint NOT NULL REFERENCES "casework_case" ("id") DEFERRABLE INITIALLY DEFERRED,
    "number" integer unsigned NOT NULL CHECK ("number" >= 0));
CREATE INDEX "casework_case_her_ring_36efe14e" ON "casework_case" ("her_ring");
CREATE INDEX "casework_case_her_ring_before_8e0ab952" ON "casework_case" ("her_ring_before");
CREATE INDEX "casework_case_owner_id_12e048c1" ON "casework_case" ("owner_id");
CREATE INDEX "closed_cases" ON "casework_case" ("last_on" DESC, "id") WHERE "closed_on" IS NOT NULL;
CREATE INDEX "open_cases" ON "casework_case" ("last_on" DESC, "id") WHERE "closed_on" IS NULL;
CREATE INDEX "casework_hold_case_id_24d79f53" ON "casework_hold" ("case_id");
CREATE INDEX "casework_part_case_id_1574351d" ON "casework_part" ("case_id");
CREATE INDEX "what_waits" ON "casework_part" ("due_on", "id") WHERE ("due_on" IS NOT NULL AND "ended_on" IS NULL);
CREATE INDEX "casework_supervised_case_id_b5255857" ON "casework_supervised" ("case_id");
CREATE INDEX "casework_supervised_user_id_0268d0f4" ON "casework_supervised" ("user_id");
CREATE INDEX "casework_word_case_id_700b2c16" ON "casework_word" ("case_id");
INSERT INTO sqlite_sequence VALUES ('casework_case', 0);
INSERT INTO sqlite_sequence VALUES ('casework_word', 0);

-- default: codebooks
CREATE TABLE "codebooks_book" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(28) NOT NULL UNIQUE,
    "table" text NOT NULL CHECK ((JSON_VALID("table") OR "table" IS NULL)),
    "digest" varchar(64) NOT NULL,
    CONSTRAINT "book_name_is_version" CHECK ((typeof("name") = 'text' AND length(CAST("name" AS BLOB)) = length("name") AND length("name") BETWEEN 4 AND 28 AND "name" NOT GLOB '*[^a-z0-9_/]*' AND "name" NOT GLOB '*/*/*' AND ("name" GLOB '[a-z]*[a-z0-9_]/[1-9]' OR "name" GLOB '[a-z]*[a-z0-9_]/[1-9][0-9]' OR "name" GLOB '[a-z]*[a-z0-9_]/[1-9][0-9][0-9]')) = 1),
    CONSTRAINT "book_digest_is_hex" CHECK ((typeof("digest") = 'text' AND length(CAST("digest" AS BLOB)) = length("digest") AND length("digest") = 64 AND "digest" NOT GLOB '*[^0-9a-f]*') = 1));

-- default: contenttypes
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "app_label" varchar(100) NOT NULL,
    "model" varchar(100) NOT NULL);
CREATE UNIQUE INDEX "django_content_type_app_label_model_76bd3d3b_uniq" ON "django_content_type" ("app_label", "model");

-- default: deadlines
CREATE TABLE "deadlines_holidayedit" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "calendar" varchar(2) NOT NULL,
    "place" varchar(80) NOT NULL,
    "day" date NOT NULL,
    "is_off" bool NOT NULL,
    "name" varchar(80) NOT NULL,
    "source" varchar(200) NOT NULL,
    "made_on" date NOT NULL,
    "made_by" varchar(16) NOT NULL,
    "ended_on" date NULL,
    "is_example" bool NOT NULL,
    CONSTRAINT "a_day_has_a_name_and_a_source" CHECK ((NOT ("source" = '') AND NOT ("name" = ''))));
CREATE TABLE "deadlines_rulecheck" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "rule" varchar(40) NOT NULL,
    "digest" varchar(64) NOT NULL,
    "checked_on" date NOT NULL,
    "review_by" date NOT NULL,
    "checked_by" varchar(16) NOT NULL,
    "ended_on" date NULL,
    "is_example" bool NOT NULL);
CREATE UNIQUE INDEX "one_word_of_a_day_stands" ON "deadlines_holidayedit" ("calendar", "place", "day") WHERE "ended_on" IS NULL;
CREATE INDEX "check_of_rule" ON "deadlines_rulecheck" ("rule", "checked_on" DESC);
CREATE UNIQUE INDEX "one_check_of_a_rule_stands" ON "deadlines_rulecheck" ("rule", "digest") WHERE "ended_on" IS NULL;

-- default: deidentify
CREATE TABLE "deidentify_intent" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" varchar(24) NOT NULL UNIQUE,
    "token" varchar(32) NOT NULL UNIQUE);

-- default: directory
CREATE TABLE "directory_attribute" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "taxonomy" varchar(16) NOT NULL,
    "code" varchar(24) NOT NULL,
    "service_id" bigint NOT NULL REFERENCES "directory_service" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_attribute_per_service" UNIQUE ("service_id", "taxonomy", "code"));
CREATE TABLE "directory_feedback" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "code" varchar(16) NOT NULL,
    "on" date NOT NULL,
    "state" varchar(10) NOT NULL,
    "service_id" bigint NOT NULL REFERENCES "directory_service" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "directory_location" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "uid" char(32) NOT NULL UNIQUE,
    "kind" varchar(10) NOT NULL,
    "name" varchar(200) NOT NULL,
    "place_text" varchar(160) NOT NULL,
    "country" varchar(2) NOT NULL,
    "street" varchar(300) NOT NULL,
    "postal_code" varchar(20) NOT NULL,
    "lat" real NULL,
    "lon" real NULL,
    "as_people_go" varchar(200) NOT NULL,
    "accessibility" text NOT NULL CHECK ((JSON_VALID("accessibility") OR "accessibility" IS NULL)),
    "extra" text NOT NULL CHECK ((JSON_VALID("extra") OR "extra" IS NULL)),
    "place_id" bigint NULL REFERENCES "places_place" ("id") DEFERRABLE INITIALLY DEFERRED,
    "organisation_id" bigint NOT NULL REFERENCES "directory_organisation" ("id") DEFERRABLE INITIALLY DEFERRED,
    "housed_with" text NOT NULL CHECK ((JSON_VALID("housed_with") OR "housed_with" IS NULL)),
    CONSTRAINT "location_has_real_coordinates_or_none" CHECK ((("lat" IS NULL AND "lon" IS NULL) OR ("lat" >= -90.0 AND "lat" <= 90.0 AND "lon" >= -180.0 AND "lon" <= 180.0))));
CREATE TABLE "directory_missingtally" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "unit" varchar(8) NOT NULL,
    "zone" varchar(6) NOT NULL,
    "need" varchar(24) NOT NULL,
    "what" varchar(12) NOT NULL,
    "month" date NOT NULL,
    "count" integer unsigned NOT NULL CHECK ("count" >= 0),
    CONSTRAINT "one_missing_a_month" UNIQUE ("unit", "zone", "need", "what", "month"));
CREATE TABLE "directory_organisation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "uid" char(32) NOT NULL UNIQUE,
    "name" varchar(200) NOT NULL,
    "description" text NOT NULL,
    "website" varchar(300) NOT NULL,
    "operator" varchar(24) NOT NULL,
    "shares_with" text NOT NULL CHECK ((JSON_VALID("shares_with") OR "shares_with" IS NULL)),
    "extra" text NOT NULL CHECK ((JSON_VALID("extra") OR "extra" IS NULL)),
    "is_example" bool NOT NULL,
    "source_id" bigint NULL REFERENCES "directory_source" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "directory_outcometally" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "month" date NOT NULL,
    "count" integer unsigned NOT NULL CHECK ("count" >= 0),
    "service_id" bigint NOT NULL REFERENCES "directory_service" ("id") DEFERRABLE INITIALLY DEFERRED,
    "count_of_day" smallint unsigned NOT NULL CHECK ("count_of_day" >= 0),
    "day" date NULL,
    "refusal" varchar(20) NOT NULL,
    "outcome" varchar(8) NOT NULL,
    "followed" bool NOT NULL,
    CONSTRAINT "one_count_a_month" UNIQUE ("service_id", "outcome", "refusal", "followed", "month"),
    CONSTRAINT "a_count_says_how_it_ended" CHECK (NOT ("outcome" = '')),
    CONSTRAINT "what_is_followed_has_no_day" CHECK (("followed" = 0 OR ("count_of_day" = 0 AND "day" IS NULL))));
CREATE TABLE "directory_phone" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uid" char(32) NOT NULL UNIQUE,
    "number" varchar(40) NOT NULL,
    "kind" varchar(10) NOT NULL,
    "hours" varchar(120) NOT NULL,
    "checked_on" date NULL,
    "service_id" bigint NOT NULL REFERENCES "directory_service" ("id") DEFERRABLE INITIALLY DEFERRED,
    "new_since_check" bool NOT NULL);
CREATE TABLE "directory_schedule" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uid" char(32) NOT NULL UNIQUE,
    "days" smallint unsigned NOT NULL CHECK ("days" >= 0),
    "opens" time NOT NULL,
    "closes" time NOT NULL,
    "valid_from" date NULL,
    "valid_to" date NULL,
    "note" varchar(160) NOT NULL,
    "at_location_id" bigint NOT NULL REFERENCES "directory_serviceatlocation" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "schedule_has_a_day" CHECK (("days" >= 1 AND "days" <= 127)));
CREATE TABLE "directory_searchrow" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "need" smallint unsigned NOT NULL CHECK ("need" >= 0),
    "country" varchar(2) NOT NULL,
    "admin1" varchar(8) NOT NULL,
    "lat" real NULL,
    "lon" real NULL,
    "reduced" bool NOT NULL,
    "operator" smallint unsigned NOT NULL CHECK ("operator" >= 0),
    "bodies" integer unsigned NOT NULL CHECK ("bodies" >= 0),
    "welcome" integer unsigned NOT NULL CHECK ("welcome" >= 0),
    "commitments" integer unsigned NOT NULL CHECK ("commitments" >= 0),
    "languages" integer unsigned NOT NULL CHECK ("languages" >= 0),
    "papers" smallint unsigned NOT NULL CHECK ("papers" >= 0),
    "minimum_age" smallint unsigned NOT NULL CHECK ("minimum_age" >= 0),
    "open_mon" bigint NOT NULL,
    "open_tue" bigint NOT NULL,
    "open_wed" bigint NOT NULL,
    "open_thu" bigint NOT NULL,
    "open_fri" bigint NOT NULL,
    "open_sat" bigint NOT NULL,
    "open_sun" bigint NOT NULL,
    "hours" text NOT NULL,
    "timezone" varchar(40) NOT NULL,
    "stale_on" date NOT NULL,
    "hidden_on" date NOT NULL,
    "words" text NOT NULL,
    "service_id" bigint NOT NULL REFERENCES "directory_service" ("id") DEFERRABLE INITIALLY DEFERRED,
    "at_location_id" bigint NOT NULL REFERENCES "directory_serviceatlocation" ("id") DEFERRABLE INITIALLY DEFERRED,
    "arrival" smallint unsigned NOT NULL CHECK ("arrival" >= 0));
CREATE TABLE "directory_searchstate" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "digest" varchar(64) NOT NULL);
CREATE TABLE "directory_service" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "uid" char(32) NOT NULL UNIQUE,
    "name" varchar(200) NOT NULL,
    "summary" varchar(300) NOT NULL,
    "description" text NOT NULL,
    "language" varchar(5) NOT NULL,
    "status" varchar(20) NOT NULL,
    "tier" smallint unsigned NOT NULL CHECK ("tier" >= 0),
    "papers" varchar(16) NOT NULL,
    "cost" varchar(10) NOT NULL,
    "cost_note" varchar(200) NOT NULL,
    "how_to_ask" text NOT NULL,
    "they_ask" text NOT NULL,
    "must_tell" text NOT NULL,
    "alert" text NOT NULL,
    "eligibility" text NOT NULL,
    "minimum_age" smallint unsigned NULL CHECK ("minimum_age" >= 0),
    "maximum_age" smallint unsigned NULL CHECK ("maximum_age" >= 0),
    "answers_within_hours" smallint unsigned NULL CHECK ("answers_within_hours" >= 0),
    "checked_on" date NULL,
    "checked_by_role" varchar(24) NOT NULL,
    "checked_how" varchar(10) NOT NULL,
    "extra" text NOT NULL CHECK ((JSON_VALID("extra") OR "extra" IS NULL)),
    "is_example" bool NOT NULL,
    "changed_at" datetime NOT NULL,
    "organisation_id" bigint NOT NULL REFERENCES "directory_organisation" ("id") DEFERRABLE INITIALLY DEFERRED,
    "source_id" bigint NULL REFERENCES "directory_source" ("id") DEFERRABLE INITIALLY DEFERRED,
    "changed_since_check" bool NOT NULL,
    CONSTRAINT "service_tier_is_known" CHECK ("tier" <= 3),
    CONSTRAINT "service_check_has_day_and_role" CHECK ((("checked_by_role" = '' AND "checked_on" IS NULL) OR ("checked_on" IS NOT NULL AND NOT ("checked_by_role" = '')))));
CREATE TABLE "directory_serviceatlocation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uid" char(32) NOT NULL UNIQUE,
    "location_id" bigint NOT NULL REFERENCES "directory_location" ("id") DEFERRABLE INITIALLY DEFERRED,
    "service_id" bigint NOT NULL REFERENCES "directory_service" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_service_at_location" UNIQUE ("service_id", "location_id"));
CREATE TABLE "directory_source" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "code" varchar(40) NOT NULL UNIQUE,
    "name" varchar(160) NOT NULL,
    "licence" varchar(80) NOT NULL,
    "as_of" date NULL);
CREATE INDEX "directory_attribute_service_id_036efa7c" ON "directory_attribute" ("service_id");
CREATE INDEX "directory_feedback_service_id_fa0a788f" ON "directory_feedback" ("service_id");
CREATE INDEX "directory_location_organisation_id_00de06a7" ON "directory_location" ("organisation_id");
CREATE INDEX "directory_location_place_id_21e97185" ON "directory_location" ("place_id");
CREATE INDEX "directory_organisation_source_id_d76a55dd" ON "directory_organisation" ("source_id");
CREATE INDEX "organisation_by_name" ON "directory_organisation" ("name");
CREATE INDEX "directory_outcometally_service_id_1bb097e3" ON "directory_outcometally" ("service_id");
CREATE INDEX "directory_phone_service_id_b83ef6cd" ON "directory_phone" ("service_id");
CREATE INDEX "directory_schedule_at_location_id_ae337275" ON "directory_schedule" ("at_location_id");
CREATE INDEX "directory_searchrow_at_location_id_9966ba99" ON "directory_searchrow" ("at_location_id");
CREATE INDEX "directory_searchrow_service_id_ccbeef95" ON "directory_searchrow" ("service_id");
CREATE INDEX "search_in_unit" ON "directory_searchrow" ("need", "country", "admin1");
CREATE INDEX "search_near" ON "directory_searchrow" ("need", "lat", "lon");
CREATE INDEX "directory_service_organisation_id_8b30567f" ON "directory_service" ("organisation_id");
CREATE INDEX "directory_service_source_id_d9875845" ON "directory_service" ("source_id");
CREATE INDEX "directory_serviceatlocation_location_id_02644f86" ON "directory_serviceatlocation" ("location_id");
CREATE INDEX "directory_serviceatlocation_service_id_29b2c0ee" ON "directory_serviceatlocation" ("service_id");
INSERT INTO sqlite_sequence VALUES ('directory_attribute', 0);
INSERT INTO sqlite_sequence VALUES ('directory_location', 0);
INSERT INTO sqlite_sequence VALUES ('directory_outcometally', 0);
INSERT INTO sqlite_sequence VALUES ('directory_phone', 0);
INSERT INTO sqlite_sequence VALUES ('directory_schedule', 0);
INSERT INTO sqlite_sequence VALUES ('directory_searchrow', 0);
INSERT INTO sqlite_sequence VALUES ('directory_service', 0);
INSERT INTO sqlite_sequence VALUES ('directory_serviceatlocation', 0);

-- default: django_migrations
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "app" varchar(255) NOT NULL,
    "name" varchar(255) NOT NULL,
    "applied" datetime NOT NULL);

-- default: exchange
CREATE TABLE "exchange_parcel" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "sequence" integer unsigned NOT NULL CHECK ("sequence" >= 0),
    "token" varchar(32) NOT NULL UNIQUE,
    "mark" varchar(19) NOT NULL,
    "band" varchar(8) NOT NULL,
    "month" varchar(7) NOT NULL,
    "state" varchar(10) NOT NULL,
    "rows" text NOT NULL CHECK ((JSON_VALID("rows") OR "rows" IS NULL)),
    "partnership_id" bigint NOT NULL REFERENCES "exchange_partnership" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_parcel_a_number" UNIQUE ("partnership_id", "sequence"),
    CONSTRAINT "parcel_token_is_hex" CHECK ((typeof("token") = 'text' AND length(CAST("token" AS BLOB)) = length("token") AND length("token") = 32 AND "token" NOT GLOB '*[^0-9a-f]*') = 1),
    CONSTRAINT "parcel_month_is_month" CHECK ((typeof("month") = 'text' AND length(CAST("month" AS BLOB)) = length("month") AND ("month" GLOB '20[0-9][0-9]-0[1-9]' OR "month" GLOB '20[0-9][0-9]-1[0-2]')) = 1));
CREATE TABLE "exchange_partnership" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "sends" bool NOT NULL,
    "code" varchar(16) NOT NULL UNIQUE,
    "sender" varchar(80) NOT NULL,
    "receiver" varchar(80) NOT NULL,
    "purpose" varchar(300) NOT NULL,
    "codebook" varchar(28) NOT NULL,
    "digest" varchar(64) NOT NULL,
    "variables" text NOT NULL CHECK ((JSON_VALID("variables") OR "variables" IS NULL)),
    "begins" date NOT NULL,
    "ends" date NOT NULL,
    "sender_role" varchar(60) NOT NULL,
    "receiver_role" varchar(60) NOT NULL,
    "recipient" varchar(100) NOT NULL,
    "ring" varchar(16) NOT NULL,
    "state" varchar(10) NOT NULL,
    "ended_on" date NULL,
    "confirmed_by_id" bigint NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "drawn_by_id" bigint NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "end_agreed_by_id" bigint NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "end_asked_by_id" bigint NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "an_agreement_takes_two" CHECK (NOT ("confirmed_by_id" = ("drawn_by_id") AND "confirmed_by_id" IS NOT NULL AND "drawn_by_id" IS NOT NULL)),
    CONSTRAINT "who_opens" CHECK ((("ring" = '' AND "sends" = 1) OR ("sends" = 0 AND NOT ("ring" = '')))),
    CONSTRAINT "its_end_takes_two" CHECK (NOT ("end_agreed_by_id" = ("end_asked_by_id") AND "end_agreed_by_id" IS NOT NULL AND "end_asked_by_id" IS NOT NULL)),
    CONSTRAINT "what_ended_has_its_day" CHECK ((("ended_on" IS NOT NULL AND "state" IN ('set_aside', 'ended')) OR ("ended_on" IS NULL AND "state" IN ('drawn', 'in_force')))));
CREATE INDEX "exchange_parcel_partnership_id_8086a31f" ON "exchange_parcel" ("partnership_id");
CREATE INDEX "exchange_partnership_confirmed_by_id_7114b609" ON "exchange_partnership" ("confirmed_by_id");
CREATE INDEX "exchange_partnership_drawn_by_id_d667c38f" ON "exchange_partnership" ("drawn_by_id");
CREATE INDEX "exchange_partnership_end_agreed_by_id_cf06d167" ON "exchange_partnership" ("end_agreed_by_id");
CREATE INDEX "exchange_partnership_end_asked_by_id_20ec6365" ON "exchange_partnership" ("end_asked_by_id");
INSERT INTO sqlite_sequence VALUES ('exchange_parcel', 0);
INSERT INTO sqlite_sequence VALUES ('exchange_partnership', 0);

-- default: exhibits
CREATE TABLE "exhibits_chain" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "matter" varchar(16) NOT NULL UNIQUE,
    "ring" varchar(16) NOT NULL UNIQUE,
    "count" integer unsigned NOT NULL CHECK ("count" >= 0),
    "head" varchar(64) NOT NULL,
    CONSTRAINT "chain_head_is_hex" CHECK ((typeof("head") = 'text' AND length(CAST("head" AS BLOB)) = length("head") AND length("head") = 64 AND "head" NOT GLOB '*[^0-9a-f]*') = 1));
CREATE TABLE "exhibits_custodyevent" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "seq" integer unsigned NOT NULL CHECK ("seq" >= 0),
    "fact" varchar(64) NOT NULL,
    "previous" varchar(64) NOT NULL,
    "digest" varchar(64) NOT NULL,
    "key_version" integer unsigned NOT NULL CHECK ("key_version" >= 0),
    "box" BLOB NOT NULL,
    "chain_id" bigint NOT NULL REFERENCES "exhibits_chain" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_link_a_place" UNIQUE ("chain_id", "seq"),
    CONSTRAINT "link_holds_digests" CHECK (((typeof("fact") = 'text' AND length(CAST("fact" AS BLOB)) = length("fact") AND length("fact") = 64 AND "fact" NOT GLOB '*[^0-9a-f]*') = 1 AND (typeof("previous") = 'text' AND length(CAST("previous" AS BLOB)) = length("previous") AND length("previous") = 64 AND "previous" NOT GLOB '*[^0-9a-f]*') = 1 AND (typeof("digest") = 'text' AND length(CAST("digest" AS BLOB)) = length("digest") AND length("digest") = 64 AND "digest" NOT GLOB '*[^0-9a-f]*') = 1)));
CREATE TABLE "exhibits_daylist" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "day" date NOT NULL UNIQUE,
    "text" text NOT NULL,
    "nonce" varchar(40) NOT NULL,
    "answer" BLOB NOT NULL,
    "authority" text NOT NULL);
CREATE TABLE "exhibits_exhibit" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "matter" varchar(16) NOT NULL,
    "ring" varchar(16) NOT NULL);
CREATE TABLE "exhibits_folder" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "matter" varchar(16) NOT NULL,
    "ring" varchar(16) NOT NULL UNIQUE,
    "by" varchar(16) NOT NULL,
    "second" varchar(16) NOT NULL,
    "state" varchar(8) NOT NULL,
    "until" datetime NOT NULL,
    "key_version" integer unsigned NOT NULL CHECK ("key_version" >= 0),
    "box" BLOB NOT NULL,
    CONSTRAINT "nobody_agrees_to_her_own_folder" CHECK (NOT ("second" = ("by"))));
CREATE TABLE "exhibits_leaf" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "ring" varchar(16) NOT NULL,
    "key_version" integer unsigned NOT NULL CHECK ("key_version" >= 0),
    "box" BLOB NOT NULL,
    "day_id" bigint NOT NULL REFERENCES "exhibits_daylist" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TRIGGER exhibits_chain_delete_stays BEFORE DELETE ON exhibits_chain WHEN EXISTS (SELECT 1 FROM vault_casekey k WHERE k.ring = OLD.ring) AND NOT COALESCE((SELECT a.verb FROM audit_act a ORDER BY a.number DESC LIMIT 1), '') = 'house.left' BEGIN SELECT RAISE(ABORT, 'a chain goes when its matter is gone'); END;
CREATE TRIGGER exhibits_chain_insert_begins BEFORE INSERT ON exhibits_chain WHEN NOT (NEW.count = 0 AND NEW.head = '0000000000000000000000000000000000000000000000000000000000000000'
  AND NOT EXISTS (SELECT 1 FROM exhibits_chain c WHERE c.id = NEW.id OR c.matter = NEW.matter OR c.ring = NEW.ring)) BEGIN SELECT RAISE(ABORT, 'a chain begins empty'); END;
CREATE TRIGGER exhibits_chain_update_moves BEFORE UPDATE ON exhibits_chain WHEN NOT (NEW.id = OLD.id AND NEW.matter = OLD.matter AND NEW.ring = OLD.ring AND NEW.count = OLD.count + 1
  AND EXISTS (SELECT 1 FROM exhibits_custodyevent e WHERE e.chain_id = OLD.id
    AND e.seq = NEW.count AND e.digest = NEW.head AND e.previous = OLD.head)) BEGIN SELECT RAISE(ABORT, 'a chain goes on by one link'); END;
CREATE INDEX "exhibits_custodyevent_chain_id_e88b3219" ON "exhibits_custodyevent" ("chain_id");
CREATE TRIGGER exhibits_custodyevent_delete_stays BEFORE DELETE ON exhibits_custodyevent WHEN EXISTS (SELECT 1 FROM exhibits_chain c, vault_casekey k
    WHERE c.id = OLD.chain_id AND k.ring = c.ring) AND NOT COALESCE((SELECT a.verb FROM audit_act a ORDER BY a.number DESC LIMIT 1), '') = 'house.left' BEGIN SELECT RAISE(ABORT, 'a link goes when its matter is gone'); END;
CREATE TRIGGER exhibits_custodyevent_insert_follows BEFORE INSERT ON exhibits_custodyevent WHEN NOT (EXISTS (SELECT 1 FROM exhibits_chain c WHERE c.id = NEW.chain_id
    AND NEW.seq = c.count + 1 AND NEW.previous = c.head)
  AND NOT EXISTS (SELECT 1 FROM exhibits_custodyevent e WHERE e.id = NEW.id
    OR e.chain_id = NEW.chain_id AND e.seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, 'a link follows the last one'); END;
CREATE TRIGGER exhibits_custodyevent_update_stays BEFORE UPDATE ON exhibits_custodyevent WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'a link is never changed'); END;
CREATE INDEX "exhibits_exhibit_matter_5082ccc4" ON "exhibits_exhibit" ("matter");
CREATE INDEX "exhibits_folder_matter_8fff372d" ON "exhibits_folder" ("matter");
CREATE INDEX "exhibits_leaf_day_id_fdf36348" ON "exhibits_leaf" ("day_id");
CREATE INDEX "exhibits_leaf_ring_9fe6faef" ON "exhibits_leaf" ("ring");

-- default: fieldwork
CREATE TABLE "fieldwork_attachment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "check_of" varchar(64) NOT NULL,
    "same" varchar(64) NOT NULL,
    "version" integer unsigned NOT NULL CHECK ("version" >= 0),
    "box" BLOB NOT NULL,
    "submission_id" bigint NOT NULL REFERENCES "fieldwork_submission" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_attachment_a_name" UNIQUE ("submission_id", "check_of"),
    CONSTRAINT "attachment_check_of_is_hex64" CHECK ((typeof("check_of") = 'text' AND length(CAST("check_of" AS BLOB)) = length("check_of") AND length("check_of") = 64 AND "check_of" NOT GLOB '*[^0-9a-f]*') = 1),
    CONSTRAINT "attachment_same_is_hex64" CHECK ((typeof("same") = 'text' AND length(CAST("same" AS BLOB)) = length("same") AND length("same") = 64 AND "same" NOT GLOB '*[^0-9a-f]*') = 1));
CREATE TABLE "fieldwork_coupon" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "number" integer unsigned NOT NULL CHECK ("number" >= 0),
    "check_of" varchar(64) NOT NULL,
    "given_by" varchar(64) NOT NULL,
    "is_seed" bool NOT NULL,
    "state" varchar(10) NOT NULL,
    "expires_on" date NULL,
    "study_id" bigint NOT NULL REFERENCES "fieldwork_study" ("id") DEFERRABLE INITIALLY DEFERRED,
    "is_given_by_form" bool NOT NULL,
    "is_redeemed_by_form" bool NOT NULL,
    "replaced_by_id" bigint NULL UNIQUE REFERENCES "fieldwork_coupon" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_coupon_a_code" UNIQUE ("study_id", "check_of"),
    CONSTRAINT "one_coupon_a_number" UNIQUE ("study_id", "number"),
    CONSTRAINT "a_coupon_has_its_mark" CHECK ((typeof("check_of") = 'text' AND length(CAST("check_of" AS BLOB)) = length("check_of") AND length("check_of") = 64 AND "check_of" NOT GLOB '*[^0-9a-f]*') = 1),
    CONSTRAINT "who_gave_it_is_a_mark" CHECK (((typeof("given_by") = 'text' AND length(CAST("given_by" AS BLOB)) = length("given_by") AND "given_by" = '') = 1 OR (typeof("given_by") = 'text' AND length(CAST("given_by" AS BLOB)) = length("given_by") AND length("given_by") = 64 AND "given_by" NOT GLOB '*[^0-9a-f]*') = 1)),
    CONSTRAINT "a_coupon_has_a_state" CHECK ("state" IN ('printed', 'issued', 'redeemed', 'expired', 'void', 'replaced')),
    CONSTRAINT "nobody_gave_a_seed" CHECK (("is_seed" = 0 OR "given_by" = '')),
    CONSTRAINT "paper_in_a_drawer_does_not_expire" CHECK ((NOT ("state" = 'printed') OR "expires_on" IS NULL)),
    CONSTRAINT "what_is_replaced_says_by_what" CHECK ((("replaced_by_id" IS NOT NULL AND "state" = 'replaced') OR (NOT ("state" = 'replaced') AND "replaced_by_id" IS NULL))),
    CONSTRAINT "no_coupon_replaces_itself" CHECK (NOT ("replaced_by_id" = ("id") AND "replaced_by_id" IS NOT NULL)),
    CONSTRAINT "what_a_form_redeemed_is_redeemed" CHECK ((NOT ("is_redeemed_by_form" = 1) OR "state" = 'redeemed')),
    CONSTRAINT "what_a_form_gave_says_by_whom" CHECK (("is_given_by_form" = 0 OR NOT ("given_by" = ''))));
CREATE TABLE "fieldwork_deployment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "xform" BLOB NOT NULL,
    "digest" varchar(32) NOT NULL,
    "public_key" text NOT NULL,
    "key_version" integer unsigned NOT NULL CHECK ("key_version" >= 0),
    "key_box" BLOB NOT NULL,
    "codebook" varchar(28) NOT NULL,
    "on_web" bool NOT NULL,
    "is_open" bool NOT NULL,
    "study_id" bigint NOT NULL REFERENCES "fieldwork_study" ("id") DEFERRABLE INITIALLY DEFERRED,
    "version_id" bigint NOT NULL REFERENCES "fieldwork_version" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "a_version_is_asked_once_in_a_study" UNIQUE ("study_id", "version_id"),
    CONSTRAINT "a_form_has_its_md5" CHECK ((typeof("digest") = 'text' AND length(CAST("digest" AS BLOB)) = length("digest") AND length("digest") = 32 AND "digest" NOT GLOB '*[^0-9a-f]*') = 1),
    CONSTRAINT "a_form_has_a_codebook" CHECK ((typeof("codebook") = 'text' AND length(CAST("codebook" AS BLOB)) = length("codebook") AND length("codebook") BETWEEN 4 AND 28 AND "codebook" NOT GLOB '*[^a-z0-9_/]*' AND "codebook" NOT GLOB '*/*/*' AND ("codebook" GLOB '[a-z]*[a-z0-9_]/[1-9]' OR "codebook" GLOB '[a-z]*[a-z0-9_]/[1-9][0-9]' OR "codebook" GLOB '[a-z]*[a-z0-9_]/[1-9][0-9][0-9]')) = 1));
CREATE TABLE "fieldwork_device" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "label" varchar(40) NOT NULL,
    "check_of" varchar(64) NOT NULL UNIQUE,
    "digest_check" varchar(32) NOT NULL,
    "until" date NOT NULL,
    "is_lost" bool NOT NULL,
    "user_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "study_id" bigint NOT NULL REFERENCES "fieldwork_study" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "a_phone_has_a_token" CHECK ((typeof("check_of") = 'text' AND length(CAST("check_of" AS BLOB)) = length("check_of") AND length("check_of") = 64 AND "check_of" NOT GLOB '*[^0-9a-f]*') = 1));
CREATE TABLE "fieldwork_instrument" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "key" varchar(24) NOT NULL UNIQUE,
    "kind" varchar(12) NOT NULL,
    "library" varchar(24) NOT NULL,
    "is_example" bool NOT NULL,
    CONSTRAINT "the_id_of_a_form_is_a_word" CHECK ((typeof("key") = 'text' AND length(CAST("key" AS BLOB)) = length("key") AND length("key") BETWEEN 2 AND 24 AND "key" GLOB '[a-z]*' AND "key" NOT GLOB '*[^a-z0-9_]*') = 1));
CREATE TABLE "fieldwork_media" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(100) NOT NULL,
    "digest" varchar(32) NOT NULL,
    "content" BLOB NOT NULL,
    "version_id" bigint NOT NULL REFERENCES "fieldwork_version" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_file_a_name" UNIQUE ("version_id", "name"),
    CONSTRAINT "a_file_has_its_md5" CHECK ((typeof("digest") = 'text' AND length(CAST("digest" AS BLOB)) = length("digest") AND length("digest") = 32 AND "digest" NOT GLOB '*[^0-9a-f]*') = 1));
CREATE TABLE "fieldwork_signoff" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "role" varchar(16) NOT NULL,
    "on" date NOT NULL,
    "digest" varchar(64) NOT NULL,
    "was_paid" bool NOT NULL,
    "words" varchar(600) NOT NULL,
    "by_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "version_id" bigint NOT NULL REFERENCES "fieldwork_version" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_signature_a_person" UNIQUE ("version_id", "by_id"),
    CONSTRAINT "a_signature_names_what_was_read" CHECK ((typeof("digest") = 'text' AND length(CAST("digest" AS BLOB)) = length("digest") AND length("digest") = 64 AND "digest" NOT GLOB '*[^0-9a-f]*') = 1),
    CONSTRAINT "who_signs_is_paid" CHECK ("was_paid" = 1));
CREATE TABLE "fieldwork_study" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "name" varchar(80) NOT NULL,
    "aim" text NOT NULL,
    "design" varchar(12) NOT NULL,
    "place" varchar(20) NOT NULL,
    "zone" varchar(8) NOT NULL,
    "state" varchar(8) NOT NULL,
    "starts_on" date NULL,
    "ends_on" date NULL,
    "size" integer unsigned NOT NULL CHECK ("size" >= 0),
    "seeds" smallint unsigned NOT NULL CHECK ("seeds" >= 0),
    "coupons_each" smallint unsigned NOT NULL CHECK ("coupons_each" >= 0),
    "weeks_valid" smallint unsigned NOT NULL CHECK ("weeks_valid" >= 0),
    "stops_days_before" smallint unsigned NOT NULL CHECK ("stops_days_before" >= 0),
    "thanks_own" decimal NOT NULL,
    "thanks_each" decimal NOT NULL,
    "currency" varchar(3) NOT NULL,
    "plan" text NOT NULL CHECK ((JSON_VALID("plan") OR "plan" IS NULL)),
    "language" varchar(2) NOT NULL,
    "salt" varchar(32) NOT NULL,
    "ring" varchar(16) NOT NULL UNIQUE,
    "is_example" bool NOT NULL,
    CONSTRAINT "a_study_has_a_state" CHECK ("state" IN ('planned', 'running', 'closed')),
    CONSTRAINT "a_study_is_somewhere" CHECK ((typeof("place") = 'text' AND length(CAST("place" AS BLOB)) = length("place") AND "place" NOT GLOB '*[^A-Z0-9-]*' AND ("place" GLOB '[A-Z][A-Z]' OR ("place" GLOB '[A-Z][A-Z]-[A-Z0-9]*' AND "place" NOT GLOB '*-' AND "place" NOT GLOB '*-*-*-*' AND "place" NOT GLOB '*--*' AND instr(substr("place" || '-', 4), '-') BETWEEN 2 AND 4 AND length(substr(substr("place", 4), instr(substr("place", 4), '-') + 1)) <= 8))) = 1),
    CONSTRAINT "a_study_ends_after_it_began" CHECK (("ends_on" IS NULL OR ("ends_on" >= ("starts_on") AND "starts_on" IS NOT NULL))),
    CONSTRAINT "at_most_three_coupons" CHECK ("coupons_each" <= 3),
    CONSTRAINT "a_study_has_a_salt" CHECK ((typeof("salt") = 'text' AND length(CAST("salt" AS BLOB)) = length("salt") AND length("salt") = 32 AND "salt" NOT GLOB '*[^0-9a-f]*') = 1));
CREATE TABLE "fieldwork_submission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "check_of" varchar(64) NOT NULL,
    "same" varchar(64) NOT NULL,
    "version" integer unsigned NOT NULL CHECK ("version" >= 0),
    "box" BLOB NOT NULL,
    "missing" smallint unsigned NOT NULL CHECK ("missing" >= 0),
    "state" varchar(10) NOT NULL,
    "reason" varchar(24) NOT NULL,
    "is_counted" bool NOT NULL,
    "month" varchar(7) NOT NULL,
    "deployment_id" bigint NOT NULL REFERENCES "fieldwork_deployment" ("id") DEFERRABLE INITIALLY DEFERRED,
    "is_seen" bool NOT NULL,
    CONSTRAINT "one_answer_an_instance" UNIQUE ("deployment_id", "check_of"),
    CONSTRAINT "an_answer_has_a_state" CHECK ("state" IN ('waiting', 'here', 'kept', 'left_out', 'replaced')),
    CONSTRAINT "answer_check_of_is_hex64" CHECK ((typeof("check_of") = 'text' AND length(CAST("check_of" AS BLOB)) = length("check_of") AND length("check_of") = 64 AND "check_of" NOT GLOB '*[^0-9a-f]*') = 1),
    CONSTRAINT "answer_same_is_hex64" CHECK ((typeof("same") = 'text' AND length(CAST("same" AS BLOB)) = length("same") AND length("same") = 64 AND "same" NOT GLOB '*[^0-9a-f]*') = 1),
    CONSTRAINT "answer_month_is_month" CHECK ((typeof("month") = 'text' AND length(CAST("month" AS BLOB)) = length("month") AND ("month" GLOB '20[0-9][0-9]-0[1-9]' OR "month" GLOB '20[0-9][0-9]-1[0-2]')) = 1));
CREATE TABLE "fieldwork_thanks" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" varchar(8) NOT NULL,
    "amount" decimal NOT NULL,
    "currency" varchar(3) NOT NULL,
    "month" varchar(7) NOT NULL,
    "coupon_id" bigint NOT NULL REFERENCES "fieldwork_coupon" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "thanks_are_given_once" UNIQUE ("coupon_id", "kind"),
    CONSTRAINT "thanks_have_a_kind" CHECK ("kind" IN ('own', 'recruit')),
    CONSTRAINT "thanks_take_nothing" CHECK ("amount" >= '0'),
    CONSTRAINT "thanks_have_a_month" CHECK ((typeof("month") = 'text' AND length(CAST("month" AS BLOB)) = length("month") AND ("month" GLOB '20[0-9][0-9]-0[1-9]' OR "month" GLOB '20[0-9][0-9]-1[0-2]')) = 1));
CREATE TABLE "fieldwork_version" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "number" smallint unsigned NOT NULL CHECK ("number" >= 0),
    "title" varchar(200) NOT NULL,
    "sheet" BLOB NOT NULL,
    "sheet_name" varchar(120) NOT NULL,
    "xform" BLOB NOT NULL,
    "mapping" text NOT NULL CHECK ((JSON_VALID("mapping") OR "mapping" IS NULL)),
    "needs" text NOT NULL CHECK ((JSON_VALID("needs") OR "needs" IS NULL)),
    "is_sensitive" bool NOT NULL,
    "state" varchar(10) NOT NULL,
    "sent_back" varchar(600) NOT NULL,
    "sent_back_of" varchar(64) NOT NULL,
    "instrument_id" bigint NOT NULL REFERENCES "fieldwork_instrument" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_version_a_number" UNIQUE ("instrument_id", "number"),
    CONSTRAINT "a_version_has_a_state" CHECK ("state" IN ('draft', 'signed', 'withdrawn')),
    CONSTRAINT "a_version_has_a_number" CHECK (("number" >= 1 AND "number" <= 999)),
    CONSTRAINT "what_is_sent_back_was_read" CHECK (((typeof("sent_back_of") = 'text' AND length(CAST("sent_back_of" AS BLOB)) = length("sent_back_of") AND "sent_back_of" = '') = 1 OR (typeof("sent_back_of") = 'text' AND length(CAST("sent_back_of" AS BLOB)) = length("sent_back_of") AND length("sent_back_of") = 64 AND "sent_back_of" NOT GLOB '*[^0-9a-f]*') = 1)));
CREATE INDEX "fieldwork_attachment_submission_id_99204784" ON "fieldwork_attachment" ("submission_id");
CREATE INDEX "fieldwork_coupon_study_id_5b1e3cea" ON "fieldwork_coupon" ("study_id");
CREATE UNIQUE INDEX "one_coupon_a_mark_of_who_gave_it" ON "fieldwork_coupon" ("study_id", "given_by") WHERE (NOT ("given_by" = '') AND NOT ("state" IN ('replaced', 'void')));
CREATE INDEX "fieldwork_deployment_study_id_2de5312d" ON "fieldwork_deployment" ("study_id");
CREATE INDEX "fieldwork_deployment_version_id_7ebf2c36" ON "fieldwork_deployment" ("version_id");
CREATE INDEX "fieldwork_device_study_id_0b884902" ON "fieldwork_device" ("study_id");
CREATE INDEX "fieldwork_device_user_id_d77d85dc" ON "fieldwork_device" ("user_id");
CREATE INDEX "fieldwork_media_version_id_ebcb7e9f" ON "fieldwork_media" ("version_id");
CREATE INDEX "fieldwork_signoff_by_id_2c9e8aa0" ON "fieldwork_signoff" ("by_id");
CREATE INDEX "fieldwork_signoff_version_id_1c8e76d7" ON "fieldwork_signoff" ("version_id");
CREATE INDEX "fieldwork_submission_deployment_id_04d12754" ON "fieldwork_submission" ("deployment_id");
CREATE INDEX "fieldwork_thanks_coupon_id_d5fe07d7" ON "fieldwork_thanks" ("coupon_id");
CREATE INDEX "fieldwork_version_instrument_id_0c2e3a84" ON "fieldwork_version" ("instrument_id");
CREATE UNIQUE INDEX "one_draft_at_a_time" ON "fieldwork_version" ("instrument_id") WHERE "state" = 'draft';
INSERT INTO sqlite_sequence VALUES ('fieldwork_attachment', 0);
INSERT INTO sqlite_sequence VALUES ('fieldwork_coupon', 0);
INSERT INTO sqlite_sequence VALUES ('fieldwork_deployment', 0);
INSERT INTO sqlite_sequence VALUES ('fieldwork_media', 0);
INSERT INTO sqlite_sequence VALUES ('fieldwork_signoff', 0);
INSERT INTO sqlite_sequence VALUES ('fieldwork_submission', 0);
INSERT INTO sqlite_sequence VALUES ('fieldwork_thanks', 0);
INSERT INTO sqlite_sequence VALUES ('fieldwork_version', 0);

-- default: focal_points
CREATE TABLE "focal_points_focalpoint" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "competences" text NOT NULL CHECK ((JSON_VALID("competences") OR "competences" IS NULL)),
    "languages" text NOT NULL CHECK ((JSON_VALID("languages") OR "languages" IS NULL)),
    "hours" text NOT NULL,
    "invitation" varchar(16) NOT NULL,
    "invited_on" date NOT NULL,
    "accredited_on" date NULL,
    "checked_on" date NULL,
    "checked_by_role" varchar(24) NOT NULL,
    "away_until" date NULL,
    "ended_on" date NULL,
    "is_example" bool NOT NULL,
    "place_id" bigint NOT NULL REFERENCES "places_place" ("id") DEFERRABLE INITIALLY DEFERRED,
    "team_id" bigint NULL REFERENCES "accounts_team" ("id") DEFERRABLE INITIALLY DEFERRED,
    "user_id" bigint NULL UNIQUE REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "replied_on" date NULL,
    "reply" varchar(24) NOT NULL,
    "deputy_id" bigint NULL REFERENCES "focal_points_focalpoint" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "who_is_accredited_was_checked_then" CHECK ((("accredited_on" IS NULL AND "checked_by_role" = '' AND "checked_on" IS NULL) OR ("accredited_on" IS NOT NULL AND "checked_on" >= ("accredited_on") AND "checked_on" IS NOT NULL AND NOT ("checked_by_role" = '')))),
    CONSTRAINT "nobody_stands_in_for_herself" CHECK (NOT ("deputy_id" = ("id") AND "deputy_id" IS NOT NULL)),
    CONSTRAINT "only_who_ended_is_forgotten" CHECK (("user_id" IS NOT NULL OR "ended_on" IS NOT NULL)));
CREATE TABLE "focal_points_training" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "code" varchar(24) NOT NULL,
    "on" date NOT NULL,
    "focal_point_id" bigint NOT NULL REFERENCES "focal_points_focalpoint" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_training_of_a_kind" UNIQUE ("focal_point_id", "code"));
CREATE TABLE "focal_points_visit" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "on" date NOT NULL,
    "by_role" varchar(24) NOT NULL,
    "was_there" varchar(8) NOT NULL,
    "knew_what_to_do" varchar(8) NOT NULL,
    "name_respected" varchar(8) NOT NULL,
    "asked_papers" varchar(8) NOT NULL,
    "asked_complaint" varchar(8) NOT NULL,
    "thanked" bool NOT NULL,
    "focal_point_id" bigint NOT NULL REFERENCES "focal_points_focalpoint" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "focal_points_focalpoint_deputy_id_17f781f1" ON "focal_points_focalpoint" ("deputy_id");
CREATE INDEX "focal_points_focalpoint_place_id_7f0b943a" ON "focal_points_focalpoint" ("place_id");
CREATE INDEX "focal_points_focalpoint_team_id_6e12f5c5" ON "focal_points_focalpoint" ("team_id");
CREATE INDEX "focal_points_training_focal_point_id_543e09e4" ON "focal_points_training" ("focal_point_id");
CREATE INDEX "focal_points_visit_focal_point_id_cb40144d" ON "focal_points_visit" ("focal_point_id");
INSERT INTO sqlite_sequence VALUES ('focal_points_focalpoint', 0);
INSERT INTO sqlite_sequence VALUES ('focal_points_training', 0);

-- default: health
CREATE TABLE "health_agreement" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "what" varchar(16) NOT NULL,
    "office" varchar(120) NOT NULL,
    "since" date NOT NULL,
    "until" date NULL,
    "is_example" bool NOT NULL,
    "service_id" bigint NOT NULL REFERENCES "directory_service" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "an_agreement_ends_after_it_began" CHECK (("until" IS NULL OR "until" >= ("since"))));
CREATE TABLE "health_channel" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "needs" text NOT NULL CHECK ((JSON_VALID("needs") OR "needs" IS NULL)),
    "receives" varchar(80) NOT NULL,
    "ask_for" varchar(40) NOT NULL,
    "no_papers" varchar(8) NOT NULL,
    "no_complaint" varchar(8) NOT NULL,
    "name_used" varchar(8) NOT NULL,
    "since" date NOT NULL,
    "checked_on" date NOT NULL,
    "ended_on" date NULL,
    "version" integer unsigned NOT NULL CHECK ("version" >= 0),
    "is_example" bool NOT NULL,
    "location_id" bigint NOT NULL REFERENCES "directory_location" ("id") DEFERRABLE INITIALLY DEFERRED,
    "service_id" bigint NOT NULL REFERENCES "directory_service" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "what_is_agreed_is_yes_no_or_unknown" CHECK (("name_used" IN ('yes', 'no', 'unknown') AND "no_complaint" IN ('yes', 'no', 'unknown') AND "no_papers" IN ('yes', 'no', 'unknown'))),
    CONSTRAINT "a_way_in_ends_after_it_began" CHECK (("ended_on" IS NULL OR "ended_on" >= ("since"))));
CREATE TABLE "health_slot" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "day" date NOT NULL,
    "seat" smallint unsigned NOT NULL CHECK ("seat" >= 0),
    "code" varchar(6) NOT NULL UNIQUE,
    "state" varchar(6) NOT NULL,
    "window_id" bigint NOT NULL REFERENCES "health_window" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "a_seat_has_a_number" CHECK ("seat" >= 1),
    CONSTRAINT "a_slot_has_a_state" CHECK ("state" IN ('held', 'used', 'missed', 'freed')));
CREATE TABLE "health_window" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "kind" varchar(8) NOT NULL,
    "days" smallint unsigned NOT NULL CHECK ("days" >= 0),
    "opens" time NOT NULL,
    "closes" time NOT NULL,
    "capacity" smallint unsigned NOT NULL CHECK ("capacity" >= 0),
    "channel_id" bigint NOT NULL REFERENCES "health_channel" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "agreed_hours_have_a_day" CHECK (("days" >= 1 AND "days" <= 127)),
    CONSTRAINT "only_hours_with_codes_have_room_for_some" CHECK ((("capacity" = 0 AND "kind" = 'walk_in') OR ("capacity" >= 1 AND "capacity" <= 200 AND "kind" = 'slots'))));
CREATE INDEX "health_agreement_service_id_547f32c0" ON "health_agreement" ("service_id");
CREATE UNIQUE INDEX "one_agreement_of_a_kind" ON "health_agreement" ("service_id", "what") WHERE "until" IS NULL;
CREATE INDEX "health_channel_location_id_2f99f00a" ON "health_channel" ("location_id");
CREATE INDEX "health_channel_service_id_6b45e3cc" ON "health_channel" ("service_id");
CREATE UNIQUE INDEX "one_agreed_way_in_at_a_door" ON "health_channel" ("service_id", "location_id") WHERE "ended_on" IS NULL;
CREATE UNIQUE INDEX "a_seat_is_taken_once" ON "health_slot" ("window_id", "day", "seat") WHERE NOT ("state" = 'freed');
CREATE INDEX "health_slot_window_id_16dd2803" ON "health_slot" ("window_id");
CREATE INDEX "health_window_channel_id_ca7e2341" ON "health_window" ("channel_id");
INSERT INTO sqlite_sequence VALUES ('health_channel', 0);
INSERT INTO sqlite_sequence VALUES ('health_slot', 0);
INSERT INTO sqlite_sequence VALUES ('health_window', 0);

-- default: intake
CREATE TABLE "intake_draft" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "ring" varchar(16) NOT NULL UNIQUE,
    "key_version" integer unsigned NOT NULL CHECK ("key_version" >= 0),
    "box" BLOB NOT NULL,
    "until" date NOT NULL,
    "deployment_id" bigint NOT NULL REFERENCES "fieldwork_deployment" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "intake_intent" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" varchar(24) NOT NULL UNIQUE,
    "token" varchar(32) NOT NULL UNIQUE,
    CONSTRAINT "a_build_has_a_token" CHECK ((typeof("token") = 'text' AND length(CAST("token" AS BLOB)) = length("token") AND length("token") = 32 AND "token" NOT GLOB '*[^0-9a-f]*') = 1));
CREATE INDEX "intake_draft_deployment_id_07e42422" ON "intake_draft" ("deployment_id");

-- default: nightly
CREATE TABLE "nightly_wait" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "is_only" bool NOT NULL UNIQUE,
    "day" date NOT NULL,
    "last" date NULL,
    "why" text NOT NULL CHECK ((JSON_VALID("why") OR "why" IS NULL)),
    "going" text NOT NULL CHECK ((JSON_VALID("going") OR "going" IS NULL)),
    "agreed_by_id" bigint NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "said_by_id" bigint NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "nightly_work_waits_once" CHECK ("is_only" = 1),
    CONSTRAINT "a_night_is_agreed_by_two" CHECK (NOT ("agreed_by_id" = ("said_by_id") AND "agreed_by_id" IS NOT NULL AND "said_by_id" IS NOT NULL)));
CREATE INDEX "nightly_wait_agreed_by_id_19761572" ON "nightly_wait" ("agreed_by_id");
CREATE INDEX "nightly_wait_said_by_id_adddee57" ON "nightly_wait" ("said_by_id");

-- default: pathways
CREATE TABLE "pathways_linecheck" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "line" varchar(24) NOT NULL,
    "digest" varchar(64) NOT NULL,
    "checked_on" date NOT NULL,
    "checked_by_role" varchar(24) NOT NULL,
    "how" varchar(10) NOT NULL,
    "holds" bool NOT NULL,
    "checked_by" varchar(16) NOT NULL,
    "is_example" bool NOT NULL);
CREATE TABLE "pathways_signoff" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "line" varchar(24) NOT NULL,
    "digest" varchar(64) NOT NULL,
    "role" varchar(24) NOT NULL,
    "organisation_kind" varchar(24) NOT NULL,
    "signed_on" date NOT NULL,
    "is_example" bool NOT NULL,
    "signed_by" varchar(16) NOT NULL,
    CONSTRAINT "one_signature_per_text_and_role" UNIQUE ("line", "digest", "role"));
CREATE INDEX "check_of_line" ON "pathways_linecheck" ("line", "checked_on" DESC);
INSERT INTO sqlite_sequence VALUES ('pathways_linecheck', 0);
INSERT INTO sqlite_sequence VALUES ('pathways_signoff', 0);

-- default: places
CREATE TABLE "places_admin1" ("code" varchar(8) NOT NULL PRIMARY KEY,
    "name" varchar(80) NOT NULL,
    "timezone" varchar(40) NOT NULL,
    "country_id" varchar(2) NOT NULL REFERENCES "places_country" ("code") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "places_country" ("code" varchar(2) NOT NULL PRIMARY KEY,
    "timezone" varchar(40) NOT NULL);
CREATE TABLE "places_landmark" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "kind" varchar(20) NOT NULL,
    "name" varchar(120) NOT NULL,
    "folded" varchar(120) NOT NULL,
    "lat" real NULL,
    "lon" real NULL,
    "told_by_role" varchar(20) NOT NULL,
    "told_on" date NOT NULL,
    "is_example" bool NOT NULL,
    "place_id" bigint NOT NULL REFERENCES "places_place" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "landmark_has_both_coordinates_or_none" CHECK ((("lat" IS NULL AND "lon" IS NULL) OR ("lat" IS NOT NULL AND "lon" IS NOT NULL))));
CREATE TABLE "places_loaded" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "digest" varchar(64) NOT NULL,
    "stamp" varchar(16) NOT NULL);
CREATE TABLE "places_place" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "code" varchar(16) NOT NULL UNIQUE,
    "name" varchar(120) NOT NULL,
    "folded" varchar(120) NOT NULL,
    "lat" real NOT NULL,
    "lon" real NOT NULL,
    "population" integer unsigned NOT NULL CHECK ("population" >= 0),
    "km_to_border" integer unsigned NULL CHECK ("km_to_border" >= 0),
    "zone_set" varchar(6) NOT NULL,
    "is_example" bool NOT NULL,
    "admin1_id" varchar(8) NOT NULL REFERENCES "places_admin1" ("code") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "places_admin1_country_id_68f0880f" ON "places_admin1" ("country_id");
CREATE INDEX "places_landmark_folded_1e11c0d1" ON "places_landmark" ("folded");
CREATE INDEX "places_landmark_place_id_b44c91d0" ON "places_landmark" ("place_id");
CREATE INDEX "place_by_size" ON "places_place" ("admin1_id", "population" DESC);
CREATE INDEX "places_place_admin1_id_548a0a45" ON "places_place" ("admin1_id");
CREATE INDEX "places_place_folded_d3268818" ON "places_place" ("folded");
INSERT INTO sqlite_sequence VALUES ('places_landmark', 0);

-- default: reporting
CREATE TABLE "reporting_message" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "number" integer unsigned NOT NULL CHECK ("number" >= 0),
    "by" varchar(10) NOT NULL,
    "on" date NOT NULL,
    "key_version" integer unsigned NOT NULL CHECK ("key_version" >= 0),
    "box" BLOB NOT NULL,
    "author_id" bigint NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "thread_id" bigint NOT NULL REFERENCES "reporting_thread" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_message_a_number" UNIQUE ("thread_id", "number"));
CREATE TABLE "reporting_note" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "on" date NOT NULL,
    "key_version" integer unsigned NOT NULL CHECK ("key_version" >= 0),
    "box" BLOB NOT NULL,
    "author_id" bigint NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "thread_id" bigint NOT NULL REFERENCES "reporting_thread" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "reporting_tally" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "on" date NOT NULL,
    "what" varchar(12) NOT NULL,
    "count" integer unsigned NOT NULL CHECK ("count" >= 0),
    CONSTRAINT "one_tally_a_day" UNIQUE ("on", "what"));
CREATE TABLE "reporting_thread" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "ring" varchar(16) NOT NULL UNIQUE,
    "facts" BLOB NOT NULL,
    "facts_version" integer unsigned NOT NULL CHECK ("facts_version" >= 0),
    "state" varchar(10) NOT NULL,
    "opened_on" date NOT NULL,
    "last_on" date NOT NULL,
    "answer_by" date NULL,
    "expires_on" date NOT NULL,
    "language" varchar(5) NOT NULL,
    "lane" varchar(10) NOT NULL,
    "sealed_on" varchar(10) NOT NULL,
    "owner_id" bigint NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "reporting_usedticket" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "check_of" varchar(64) NOT NULL UNIQUE,
    "on" date NOT NULL);
CREATE INDEX "reporting_message_author_id_34a8abd2" ON "reporting_message" ("author_id");
CREATE INDEX "reporting_message_thread_id_d48a7b75" ON "reporting_message" ("thread_id");
CREATE INDEX "reporting_note_author_id_1c0b1866" ON "reporting_note" ("author_id");
CREATE INDEX "reporting_note_thread_id_5e590c6e" ON "reporting_note" ("thread_id");
CREATE INDEX "reporting_thread_owner_id_12ed4dd7" ON "reporting_thread" ("owner_id");

-- default: representation
CREATE TABLE "representation_feed" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "check_of" varchar(64) NOT NULL UNIQUE,
    "made_on" date NOT NULL,
    "user_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "representation_matter" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "ring" varchar(16) NOT NULL UNIQUE,
    "facts" BLOB NOT NULL,
    "facts_version" integer unsigned NOT NULL CHECK ("facts_version" >= 0),
    "state" varchar(16) NOT NULL,
    "opened_on" date NOT NULL,
    "last_on" date NOT NULL,
    "closed_on" date NULL,
    "keep_until" date NULL,
    "counted_with" varchar(16) NOT NULL,
    "owner_id" bigint NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "a_matter_that_is_over_says_until_when" CHECK ((("closed_on" IS NOT NULL AND "keep_until" IS NOT NULL AND "state" = 'closed') OR (NOT ("state" = 'closed') AND "closed_on" IS NULL AND "keep_until" IS NULL))));
CREATE TABLE "representation_matterpart" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "due_on" date NULL,
    "ended_on" date NULL,
    "matter_id" bigint NOT NULL REFERENCES "representation_matter" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "representation_feed_user_id_000e0362" ON "representation_feed" ("user_id");
CREATE INDEX "closed_matters" ON "representation_matter" ("last_on" DESC, "id") WHERE "closed_on" IS NOT NULL;
CREATE INDEX "open_matters" ON "representation_matter" ("last_on" DESC, "id") WHERE "closed_on" IS NULL;
CREATE INDEX "representation_matter_owner_id_802c68b8" ON "representation_matter" ("owner_id");
CREATE INDEX "representation_matterpart_matter_id_a4e83f99" ON "representation_matterpart" ("matter_id");
CREATE INDEX "what_is_due" ON "representation_matterpart" ("due_on", "id") WHERE ("due_on" IS NOT NULL AND "ended_on" IS NULL);
INSERT INTO sqlite_sequence VALUES ('representation_matter', 0);

-- default: sessions
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY,
    "session_data" text NOT NULL,
    "expire_date" datetime NOT NULL);
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");

-- default: vault
CREATE TABLE "vault_blind" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "ring" varchar(16) NOT NULL,
    "kind" varchar(10) NOT NULL,
    "token" varchar(32) NOT NULL,
    CONSTRAINT "one_token_a_ring" UNIQUE ("ring", "kind", "token"));
CREATE TABLE "vault_casekey" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "ring" varchar(16) NOT NULL,
    "version" integer unsigned NOT NULL CHECK ("version" >= 0),
    "recipient" varchar(100) NOT NULL,
    CONSTRAINT "one_key_a_version" UNIQUE ("ring", "version"));
CREATE TABLE "vault_codedrow" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "check_of" varchar(64) NOT NULL UNIQUE,
    "codebook" varchar(28) NOT NULL,
    "codes" text NOT NULL CHECK ((JSON_VALID("codes") OR "codes" IS NULL)),
    "until" varchar(7) NOT NULL,
    "partners" varchar(200) NOT NULL,
    CONSTRAINT "coded_check_of_is_hex64" CHECK ((typeof("check_of") = 'text' AND length(CAST("check_of" AS BLOB)) = length("check_of") AND length("check_of") = 64 AND "check_of" NOT GLOB '*[^0-9a-f]*') = 1),
    CONSTRAINT "coded_codebook_is_version" CHECK ((typeof("codebook") = 'text' AND length(CAST("codebook" AS BLOB)) = length("codebook") AND length("codebook") BETWEEN 4 AND 28 AND "codebook" NOT GLOB '*[^a-z0-9_/]*' AND "codebook" NOT GLOB '*/*/*' AND ("codebook" GLOB '[a-z]*[a-z0-9_]/[1-9]' OR "codebook" GLOB '[a-z]*[a-z0-9_]/[1-9][0-9]' OR "codebook" GLOB '[a-z]*[a-z0-9_]/[1-9][0-9][0-9]')) = 1),
    CONSTRAINT "coded_until_is_month" CHECK ((typeof("until") = 'text' AND length(CAST("until" AS BLOB)) = length("until") AND ("until" GLOB '20[0-9][0-9]-0[1-9]' OR "until" GLOB '20[0-9][0-9]-1[0-2]')) = 1));
CREATE TABLE "vault_house" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "salt" BLOB NOT NULL,
    "index_ring" varchar(16) NOT NULL,
    "opened_on" date NULL);
CREATE TABLE "vault_keyentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "number" bigint unsigned NOT NULL UNIQUE CHECK ("number" >= 0),
    "on" date NOT NULL,
    "act" varchar(20) NOT NULL,
    "reader" varchar(16) NOT NULL,
    "by" varchar(40) NOT NULL,
    "previous" varchar(64) NOT NULL,
    "digest" varchar(64) NOT NULL UNIQUE,
    "fingerprint" varchar(24) NOT NULL);
CREATE TABLE "vault_reader" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "kind" varchar(10) NOT NULL,
    "recipient" varchar(100) NOT NULL UNIQUE,
    "check_of" varchar(64) NULL UNIQUE,
    "state" varchar(10) NOT NULL,
    "ties" varchar(200) NOT NULL,
    "organisation" varchar(120) NOT NULL,
    "since" date NOT NULL,
    "user_id" bigint NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "only_words_have_a_check" CHECK ((("check_of" IS NOT NULL AND "kind" = 'receipt' AND "user_id" IS NULL) OR ("check_of" IS NULL AND "kind" IN ('staff', 'outside', 'recovery')))),
    CONSTRAINT "staff_is_somebody" CHECK (NOT ("kind" = 'staff' AND "user_id" IS NULL)));
CREATE TABLE "vault_recovery" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "threshold" smallint unsigned NOT NULL CHECK ("threshold" >= 0),
    "count" smallint unsigned NOT NULL CHECK ("count" >= 0),
    "rehearsed_on" date NULL,
    "reader_id" bigint NOT NULL UNIQUE REFERENCES "vault_reader" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "vault_sealedfield" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "ring" varchar(16) NOT NULL,
    "thing" varchar(16) NOT NULL,
    "name" varchar(40) NOT NULL,
    "number" integer unsigned NOT NULL CHECK ("number" >= 0),
    "key_version" integer unsigned NOT NULL CHECK ("key_version" >= 0),
    "box" BLOB NOT NULL,
    CONSTRAINT "one_field_a_name" UNIQUE ("thing", "name"));
CREATE TABLE "vault_sealedfile" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "ring" varchar(16) NOT NULL,
    "box" BLOB NOT NULL);
CREATE TABLE "vault_share" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "number" smallint unsigned NOT NULL CHECK ("number" >= 0),
    "holder" varchar(80) NOT NULL,
    "check_of" varchar(64) NOT NULL,
    "confirmed_on" date NULL,
    "held_by_id" bigint NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "recovery_id" bigint NOT NULL REFERENCES "vault_recovery" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_sheet_a_number" UNIQUE ("recovery_id", "number"));
CREATE TABLE "vault_staffkey" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "box" BLOB NOT NULL,
    "version" integer unsigned NOT NULL CHECK ("version" >= 0),
    "reader_id" bigint NOT NULL UNIQUE REFERENCES "vault_reader" ("id") DEFERRABLE INITIALLY DEFERRED,
    "user_id" bigint NOT NULL UNIQUE REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "vault_unlock" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "handle" varchar(32) NOT NULL UNIQUE,
    "box" BLOB NOT NULL,
    "opened_at" datetime NOT NULL,
    "seen_at" datetime NOT NULL,
    "user_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "vault_wrap" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "box" BLOB NOT NULL,
    "case_key_id" bigint NOT NULL REFERENCES "vault_casekey" ("id") DEFERRABLE INITIALLY DEFERRED,
    "reader_id" bigint NOT NULL REFERENCES "vault_reader" ("id") DEFERRABLE INITIALLY DEFERRED,
    "until" datetime NULL,
    CONSTRAINT "one_wrap_a_reader" UNIQUE ("case_key_id", "reader_id"));
CREATE INDEX "vault_blind_ring_1785958b" ON "vault_blind" ("ring");
CREATE INDEX "vault_blind_token_c3024f0d" ON "vault_blind" ("token");
CREATE UNIQUE INDEX "one_key_a_person" ON "vault_reader" ("user_id") WHERE (NOT ("state" = 'retired') AND "user_id" IS NOT NULL);
CREATE INDEX "vault_reader_user_id_2e94885e" ON "vault_reader" ("user_id");
CREATE INDEX "vault_sealedfield_ring_af75d248" ON "vault_sealedfield" ("ring");
CREATE INDEX "vault_sealedfile_ring_9aeae5ae" ON "vault_sealedfile" ("ring");
CREATE INDEX "vault_share_held_by_id_fdf57920" ON "vault_share" ("held_by_id");
CREATE INDEX "vault_share_recovery_id_3bc7bdf1" ON "vault_share" ("recovery_id");
CREATE INDEX "vault_unlock_user_id_ba637653" ON "vault_unlock" ("user_id");
CREATE INDEX "read_for_a_time" ON "vault_wrap" ("reader_id") WHERE "until" IS NOT NULL;
CREATE INDEX "vault_wrap_case_key_id_2dd957c7" ON "vault_wrap" ("case_key_id");
CREATE INDEX "vault_wrap_reader_id_80f11cae" ON "vault_wrap" ("reader_id");
CREATE INDEX "what_a_reader_opens" ON "vault_wrap" ("reader_id", "case_key_id", "until");
INSERT INTO sqlite_sequence VALUES ('vault_codedrow', 0);
INSERT INTO sqlite_sequence VALUES ('vault_keyentry', 0);
INSERT INTO sqlite_sequence VALUES ('vault_reader', 0);
INSERT INTO sqlite_sequence VALUES ('vault_share', 0);
INSERT INTO sqlite_sequence VALUES ('vault_wrap', 0);

-- evidence: audit
CREATE TABLE "audit_act" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "number" bigint unsigned NOT NULL UNIQUE CHECK ("number" >= 0),
    "at" datetime NOT NULL,
    "verb" varchar(60) NOT NULL,
    "actor" varchar(40) NOT NULL,
    "target" varchar(80) NOT NULL,
    "previous" varchar(64) NOT NULL,
    "digest" varchar(64) NOT NULL UNIQUE);
CREATE TABLE "audit_head" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "number" bigint unsigned NOT NULL CHECK ("number" >= 0),
    "digest" varchar(64) NOT NULL);
CREATE INDEX "how_often_somebody" ON "audit_act" ("actor", "verb", "at");
CREATE INDEX "what_was_done_with" ON "audit_act" ("target");

-- evidence: django_migrations
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "app" varchar(255) NOT NULL,
    "name" varchar(255) NOT NULL,
    "applied" datetime NOT NULL);

-- evidence: evidence
CREATE TABLE "evidence_batch" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "token" varchar(32) NOT NULL UNIQUE,
    "source" varchar(24) NOT NULL,
    CONSTRAINT "batch_token_is_hex" CHECK ((typeof("token") = 'text' AND length(CAST("token" AS BLOB)) = length("token") AND length("token") = 32 AND "token" NOT GLOB '*[^0-9a-f]*') = 1),
    CONSTRAINT "batch_source_is_word" CHECK ((typeof("source") = 'text' AND length(CAST("source" AS BLOB)) = length("source") AND length("source") BETWEEN 2 AND 24 AND "source" GLOB '[a-z]*' AND "source" NOT GLOB '*[^a-z0-9_]*') = 1));
CREATE TABLE "evidence_code" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" varchar(8) NOT NULL,
    "code" varchar(24) NOT NULL,
    "variable_id" bigint NOT NULL REFERENCES "evidence_variable" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_code_a_variable" UNIQUE ("variable_id", "code"),
    CONSTRAINT "a_code_of_one_has_its_shape" CHECK ((NOT ("kind" = 'one') OR (typeof("code") = 'text' AND length(CAST("code" AS BLOB)) = length("code") AND length("code") BETWEEN 1 AND 24 AND "code" NOT GLOB '*[^A-Za-z0-9_]*' AND "code" GLOB '*[^0-9]*') = 1)),
    CONSTRAINT "a_code_of_many_has_its_shape" CHECK ((NOT ("kind" = 'many') OR (typeof("code") = 'text' AND length(CAST("code" AS BLOB)) = length("code") AND length("code") BETWEEN 1 AND 24 AND "code" NOT GLOB '*[^A-Za-z0-9_]*' AND "code" GLOB '*[^0-9]*') = 1)),
    CONSTRAINT "a_code_of_month_has_its_shape" CHECK ((NOT ("kind" = 'month') OR (typeof("code") = 'text' AND length(CAST("code" AS BLOB)) = length("code") AND ("code" GLOB '20[0-9][0-9]-0[1-9]' OR "code" GLOB '20[0-9][0-9]-1[0-2]')) = 1)),
    CONSTRAINT "a_code_of_quarter_has_its_shape" CHECK ((NOT ("kind" = 'quarter') OR (typeof("code") = 'text' AND length(CAST("code" AS BLOB)) = length("code") AND "code" GLOB '20[0-9][0-9]-Q[1-4]') = 1)),
    CONSTRAINT "a_code_of_week_has_its_shape" CHECK ((NOT ("kind" = 'week') OR (typeof("code") = 'text' AND length(CAST("code" AS BLOB)) = length("code") AND ("code" GLOB '20[0-9][0-9]-W0[1-9]' OR "code" GLOB '20[0-9][0-9]-W[1-4][0-9]' OR "code" GLOB '20[0-9][0-9]-W5[0-3]')) = 1)),
    CONSTRAINT "a_code_of_place_has_its_shape" CHECK ((NOT ("kind" = 'place') OR (typeof("code") = 'text' AND length(CAST("code" AS BLOB)) = length("code") AND "code" NOT GLOB '*[^A-Z0-9-]*' AND ("code" GLOB '[A-Z][A-Z]' OR ("code" GLOB '[A-Z][A-Z]-[A-Z0-9]*' AND "code" NOT GLOB '*-' AND "code" NOT GLOB '*-*-*-*' AND "code" NOT GLOB '*--*' AND instr(substr("code" || '-', 4), '-') BETWEEN 2 AND 4 AND length(substr(substr("code", 4), instr(substr("code", 4), '-') + 1)) <= 8))) = 1)),
    CONSTRAINT "code_kind_is_coarse" CHECK ("kind" IN ('one', 'many', 'month', 'quarter', 'week', 'place')));
CREATE TABLE "evidence_codebook" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(28) NOT NULL UNIQUE,
    "digest" varchar(64) NOT NULL,
    CONSTRAINT "codebook_name_is_version" CHECK ((typeof("name") = 'text' AND length(CAST("name" AS BLOB)) = length("name") AND length("name") BETWEEN 4 AND 28 AND "name" NOT GLOB '*[^a-z0-9_/]*' AND "name" NOT GLOB '*/*/*' AND ("name" GLOB '[a-z]*[a-z0-9_]/[1-9]' OR "name" GLOB '[a-z]*[a-z0-9_]/[1-9][0-9]' OR "name" GLOB '[a-z]*[a-z0-9_]/[1-9][0-9][0-9]')) = 1),
    CONSTRAINT "codebook_digest_is_hex" CHECK (((typeof("digest") = 'text' AND length(CAST("digest" AS BLOB)) = length("digest") AND "digest" = '') = 1 OR (typeof("digest") = 'text' AND length(CAST("digest" AS BLOB)) = length("digest") AND length("digest") = 64 AND "digest" NOT GLOB '*[^0-9a-f]*') = 1)));
CREATE TABLE "evidence_observation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "part" varchar(24) NOT NULL,
    "batch_id" bigint NOT NULL REFERENCES "evidence_batch" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    "codebook_id" bigint NOT NULL REFERENCES "evidence_codebook" ("id") DEFERRABLE INITIALLY DEFERRED,
    "whole_id" bigint NULL REFERENCES "evidence_observation" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "a_part_is_of_a_whole" CHECK ((((typeof("part") = 'text' AND length(CAST("part" AS BLOB)) = length("part") AND "part" = '') = 1 AND "whole_id" IS NULL) OR ((typeof("part") = 'text' AND length(CAST("part" AS BLOB)) = length("part") AND length("part") BETWEEN 2 AND 24 AND "part" GLOB '[a-z]*' AND "part" NOT GLOB '*[^a-z0-9_]*') = 1 AND "whole_id" IS NOT NULL))));
CREATE TABLE "evidence_recruitment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "recruit_id" bigint NOT NULL UNIQUE REFERENCES "evidence_observation" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    "recruiter_id" bigint NOT NULL REFERENCES "evidence_observation" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "nobody_recruits_herself" CHECK (NOT ("recruit_id" = ("recruiter_id"))));
CREATE TABLE "evidence_setaside" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" varchar(24) NOT NULL UNIQUE,
    CONSTRAINT "set_aside_source_is_word" CHECK ((typeof("source") = 'text' AND length(CAST("source" AS BLOB)) = length("source") AND length("source") BETWEEN 2 AND 24 AND "source" GLOB '[a-z]*' AND "source" NOT GLOB '*[^a-z0-9_]*') = 1));
CREATE TABLE "evidence_value" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "code_id" bigint NOT NULL REFERENCES "evidence_code" ("id") DEFERRABLE INITIALLY DEFERRED,
    "observation_id" bigint NOT NULL REFERENCES "evidence_observation" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_value_a_code" UNIQUE ("observation_id", "code_id"));
CREATE TABLE "evidence_variable" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "part" varchar(24) NOT NULL,
    "code" varchar(24) NOT NULL,
    "kind" varchar(8) NOT NULL,
    "codebook_id" bigint NOT NULL REFERENCES "evidence_codebook" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_variable_a_code" UNIQUE ("codebook_id", "part", "code"),
    CONSTRAINT "variable_code_is_word" CHECK ((typeof("code") = 'text' AND length(CAST("code" AS BLOB)) = length("code") AND length("code") BETWEEN 2 AND 24 AND "code" GLOB '[a-z]*' AND "code" NOT GLOB '*[^a-z0-9_]*') = 1),
    CONSTRAINT "variable_part_is_word" CHECK (((typeof("part") = 'text' AND length(CAST("part" AS BLOB)) = length("part") AND "part" = '') = 1 OR (typeof("part") = 'text' AND length(CAST("part" AS BLOB)) = length("part") AND length("part") BETWEEN 2 AND 24 AND "part" GLOB '[a-z]*' AND "part" NOT GLOB '*[^a-z0-9_]*') = 1)),
    CONSTRAINT "variable_kind_is_coarse" CHECK ("kind" IN ('one', 'many', 'month', 'quarter', 'week', 'place')));
CREATE TRIGGER evidence_batch_update_stays BEFORE UPDATE ON evidence_batch WHEN 1 = 1 BEGIN SELECT RAISE(FAIL, 'what was brought is never changed'); END;
CREATE INDEX "evidence_code_variable_id_50f0d90d" ON "evidence_code" ("variable_id");
CREATE TRIGGER evidence_code_insert_closed BEFORE INSERT ON evidence_code WHEN 
  NOT EXISTS (SELECT 1 FROM evidence_variable v JOIN evidence_codebook b ON b.id = v.codebook_id
  WHERE v.id = NEW.variable_id AND v.kind = NEW.kind AND (b.digest = '' OR v.kind NOT IN ('one', 'many'))) BEGIN SELECT RAISE(FAIL, 'a code is of the kind of its variable, and a closed codebook gets none for its lists'); END;
CREATE TRIGGER evidence_code_update_stays BEFORE UPDATE ON evidence_code WHEN 1 = 1 BEGIN SELECT RAISE(FAIL, 'what was brought is never changed'); END;
CREATE TRIGGER evidence_codebook_insert_open BEFORE INSERT ON evidence_codebook WHEN NEW.digest <> '' BEGIN SELECT RAISE(FAIL, 'a codebook is brought open, and closed by its digest'); END;
CREATE TRIGGER evidence_codebook_update_closed BEFORE UPDATE ON evidence_codebook WHEN OLD.digest <> '' OR NEW.name <> OLD.name OR NEW.id <> OLD.id BEGIN SELECT RAISE(FAIL, 'a codebook that was brought is closed'); END;
CREATE INDEX "evidence_observation_batch_id_44eab98f" ON "evidence_observation" ("batch_id");
CREATE INDEX "evidence_observation_codebook_id_caf6d816" ON "evidence_observation" ("codebook_id");
CREATE INDEX "evidence_observation_whole_id_dc3b8533" ON "evidence_observation" ("whole_id");
CREATE TRIGGER evidence_observation_insert_fits BEFORE INSERT ON evidence_observation WHEN 
  EXISTS (SELECT 1 FROM evidence_codebook b WHERE b.id = NEW.codebook_id AND b.digest = '') OR NEW.whole_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM evidence_observation o WHERE o.id = NEW.whole_id AND +o.whole_id IS NULL
  AND +o.batch_id = NEW.batch_id AND +o.codebook_id = NEW.codebook_id) BEGIN SELECT RAISE(FAIL, 'a row is of a closed codebook, a part of the batch and codebook of its whole'); END;
CREATE TRIGGER evidence_observation_update_stays BEFORE UPDATE ON evidence_observation WHEN 1 = 1 BEGIN SELECT RAISE(FAIL, 'what was brought is never changed'); END;
CREATE INDEX "evidence_recruitment_recruiter_id_23bbe631" ON "evidence_recruitment" ("recruiter_id");
CREATE TRIGGER evidence_recruitment_insert_fits BEFORE INSERT ON evidence_recruitment WHEN NOT EXISTS (
  SELECT 1 FROM evidence_observation a CROSS JOIN evidence_observation b
  WHERE a.id = NEW.recruit_id AND b.id = NEW.recruiter_id AND +a.batch_id = b.batch_id
  AND a.whole_id IS NULL AND b.whole_id IS NULL) BEGIN SELECT RAISE(FAIL, 'both ends of a link are whole rows of one build'); END;
CREATE TRIGGER evidence_recruitment_update_stays BEFORE UPDATE ON evidence_recruitment WHEN 1 = 1 BEGIN SELECT RAISE(FAIL, 'what was brought is never changed'); END;
CREATE TRIGGER evidence_value_insert_fits BEFORE INSERT ON evidence_value WHEN NOT EXISTS (
  SELECT 1 FROM evidence_code c CROSS JOIN evidence_variable v CROSS JOIN evidence_observation o
  WHERE c.id = NEW.code_id AND v.id = c.variable_id AND o.id = NEW.observation_id
  AND +v.codebook_id = o.codebook_id AND v.part = o.part) BEGIN SELECT RAISE(FAIL, 'a value is of the codebook and part of its observation'); END;
CREATE TRIGGER evidence_value_insert_once BEFORE INSERT ON evidence_value WHEN EXISTS (
  SELECT 1 FROM evidence_value w CROSS JOIN evidence_code x CROSS JOIN evidence_code c
  WHERE w.observation_id = NEW.observation_id AND x.id = w.code_id AND c.id = NEW.code_id
  AND x.variable_id = c.variable_id AND c.kind <> 'many') BEGIN SELECT RAISE(FAIL, 'a variable of one value has one'); END;
CREATE TRIGGER evidence_value_update_stays BEFORE UPDATE ON evidence_value WHEN 1 = 1 BEGIN SELECT RAISE(FAIL, 'what was brought is never changed'); END;
CREATE INDEX "evidence_variable_codebook_id_32155588" ON "evidence_variable" ("codebook_id");
CREATE TRIGGER evidence_variable_insert_closed BEFORE INSERT ON evidence_variable WHEN NOT EXISTS (SELECT 1 FROM evidence_codebook b WHERE b.id = NEW.codebook_id AND b.digest = '') BEGIN SELECT RAISE(FAIL, 'a codebook that was brought is closed'); END;
CREATE TRIGGER evidence_variable_update_stays BEFORE UPDATE ON evidence_variable WHEN 1 = 1 BEGIN SELECT RAISE(FAIL, 'what was brought is never changed'); END;
INSERT INTO sqlite_sequence VALUES ('evidence_code', 0);
INSERT INTO sqlite_sequence VALUES ('evidence_observation', 0);
INSERT INTO sqlite_sequence VALUES ('evidence_value', 0);
INSERT INTO sqlite_sequence VALUES ('evidence_variable', 0);

-- evidence: jobs
CREATE TABLE "jobs_job" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "kind" varchar(24) NOT NULL,
    "arguments" text NOT NULL CHECK ((JSON_VALID("arguments") OR "arguments" IS NULL)),
    "key" varchar(64) NOT NULL,
    "by" varchar(40) NOT NULL,
    "state" varchar(8) NOT NULL,
    "percent" smallint unsigned NOT NULL CHECK ("percent" >= 0),
    "said" text NOT NULL CHECK ((JSON_VALID("said") OR "said" IS NULL)),
    "worker" varchar(32) NOT NULL,
    "asked_at" datetime NOT NULL,
    "beat_at" datetime NULL,
    "ended_at" datetime NULL,
    "result" varchar(64) NOT NULL,
    CONSTRAINT "a_job_has_a_kind" CHECK ((typeof("kind") = 'text' AND length(CAST("kind" AS BLOB)) = length("kind") AND length("kind") BETWEEN 2 AND 24 AND "kind" GLOB '[a-z]*' AND "kind" NOT GLOB '*[^a-z0-9_]*') = 1),
    CONSTRAINT "a_job_has_a_key" CHECK ((typeof("key") = 'text' AND length(CAST("key" AS BLOB)) = length("key") AND length("key") = 64 AND "key" NOT GLOB '*[^0-9a-f]*') = 1),
    CONSTRAINT "a_job_has_a_state" CHECK ("state" IN ('waiting', 'running', 'done', 'refused', 'failed', 'half_way')),
    CONSTRAINT "a_job_is_at_most_whole" CHECK ("percent" <= 100),
    CONSTRAINT "who_does_a_job_is_heard" CHECK ((NOT ("state" = 'running') OR ((typeof("worker") = 'text' AND length(CAST("worker" AS BLOB)) = length("worker") AND length("worker") = 32 AND "worker" NOT GLOB '*[^0-9a-f]*') = 1 AND "beat_at" IS NOT NULL))));
CREATE UNIQUE INDEX "alike_work_is_done_once" ON "jobs_job" ("key") WHERE "state" IN ('waiting', 'running');

-- evidence: publications
CREATE TABLE "publications_edition" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "number" integer unsigned NOT NULL UNIQUE CHECK ("number" >= 0),
    "plan" varchar(24) NOT NULL,
    "name" varchar(60) NOT NULL UNIQUE,
    "codebook" varchar(28) NOT NULL,
    "kind" varchar(8) NOT NULL,
    "audience" varchar(16) NOT NULL,
    "recipient" varchar(40) NOT NULL,
    "agreement" varchar(120) NOT NULL,
    "period" varchar(10) NOT NULL,
    "ledger" text NOT NULL,
    "shown" text NOT NULL,
    "previous" varchar(64) NOT NULL,
    "digest" varchar(64) NOT NULL,
    "released_on" date NOT NULL,
    "is_down" bool NOT NULL,
    "down_on" date NULL,
    "down_why" varchar(24) NOT NULL,
    CONSTRAINT "edition_plan_is_word" CHECK ((typeof("plan") = 'text' AND length(CAST("plan" AS BLOB)) = length("plan") AND length("plan") BETWEEN 2 AND 24 AND "plan" GLOB '[a-z]*' AND "plan" NOT GLOB '*[^a-z0-9_]*') = 1),
    CONSTRAINT "edition_codebook_is_version" CHECK ((typeof("codebook") = 'text' AND length(CAST("codebook" AS BLOB)) = length("codebook") AND length("codebook") BETWEEN 4 AND 28 AND "codebook" NOT GLOB '*[^a-z0-9_/]*' AND "codebook" NOT GLOB '*/*/*' AND ("codebook" GLOB '[a-z]*[a-z0-9_]/[1-9]' OR "codebook" GLOB '[a-z]*[a-z0-9_]/[1-9][0-9]' OR "codebook" GLOB '[a-z]*[a-z0-9_]/[1-9][0-9][0-9]')) = 1),
    CONSTRAINT "edition_kind_is_known" CHECK ("kind" IN ('counts', 'sample', 'totals')),
    CONSTRAINT "edition_audience_is_known" CHECK ("audience" IN ('public', 'coordination', 'ombudsman', 'partner')),
    CONSTRAINT "who_is_not_the_public_has_an_agreement" CHECK ((("agreement" = '' AND "audience" = 'public') OR (NOT ("audience" = 'public') AND NOT ("agreement" = '')))),
    CONSTRAINT "a_partner_is_named" CHECK ((("audience" = 'partner' AND NOT ("recipient" = '')) OR (NOT ("audience" = 'partner') AND "recipient" = ''))),
    CONSTRAINT "what_is_down_says_why" CHECK ((("down_on" IS NULL AND "down_why" = '' AND "is_down" = 0) OR ("down_on" IS NOT NULL AND "is_down" = 1 AND NOT ("down_why" = '')))),
    CONSTRAINT "edition_previous_is_hex" CHECK ((typeof("previous") = 'text' AND length(CAST("previous" AS BLOB)) = length("previous") AND length("previous") = 64 AND "previous" NOT GLOB '*[^0-9a-f]*') = 1),
    CONSTRAINT "edition_digest_is_hex" CHECK (((typeof("digest") = 'text' AND length(CAST("digest" AS BLOB)) = length("digest") AND "digest" = '') = 1 OR (typeof("digest") = 'text' AND length(CAST("digest" AS BLOB)) = length("digest") AND length("digest") = 64 AND "digest" NOT GLOB '*[^0-9a-f]*') = 1)),
    CONSTRAINT "what_counts_is_on_the_ledger" CHECK ((("kind" = 'sample' AND "ledger" = '') OR (NOT ("kind" = 'sample') AND NOT ("ledger" = '')))));
CREATE TABLE "publications_figure" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "place" integer unsigned NOT NULL CHECK ("place" >= 0),
    "label" text NOT NULL,
    "kind" varchar(8) NOT NULL,
    "said" varchar(24) NOT NULL,
    "edition_id" bigint NOT NULL REFERENCES "publications_edition" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "one_figure_a_place" UNIQUE ("edition_id", "place"),
    CONSTRAINT "figure_kind_is_known" CHECK ("kind" IN ('count', 'percent', 'low', 'high', 'band', 'hidden')),
    CONSTRAINT "what_is_hidden_says_nothing" CHECK ((("kind" = 'hidden' OR NOT ("said" = '')) AND 1 = (CASE WHEN "kind" = 'hidden' THEN 1 ELSE 0 END + CASE WHEN NOT ("said" = '') THEN 1 ELSE 0 END))));
CREATE INDEX "editions_for_whom" ON "publications_edition" ("audience", "number" DESC);
CREATE TRIGGER publications_edition_delete_stays BEFORE DELETE ON publications_edition WHEN NOT COALESCE((SELECT a.verb FROM audit_act a ORDER BY a.number DESC LIMIT 1), '') = 'house.left' BEGIN SELECT RAISE(ABORT, 'what was released is never taken away'); END;
CREATE TRIGGER publications_edition_insert_follows BEFORE INSERT ON publications_edition WHEN NOT (NEW.digest = '' AND NOT NEW.is_down
  AND NEW.number = COALESCE((SELECT MAX(e.number) FROM publications_edition e), 0) + 1
  AND NEW.previous = COALESCE(
    (SELECT e.digest FROM publications_edition e ORDER BY e.number DESC LIMIT 1), '0000000000000000000000000000000000000000000000000000000000000000')
  AND NOT EXISTS (SELECT 1 FROM publications_edition e
    WHERE e.id = NEW.id OR e.reference = NEW.reference OR e.name = NEW.name)) BEGIN SELECT RAISE(ABORT, 'an edition follows the last one, and comes open'); END;
CREATE TRIGGER publications_edition_update_stays BEFORE UPDATE ON publications_edition WHEN NOT (NEW.id = OLD.id AND NEW.reference = OLD.reference AND NEW.number = OLD.number AND NEW.plan = OLD.plan AND NEW.name = OLD.name AND NEW.codebook = OLD.codebook AND NEW.kind = OLD.kind AND NEW.audience = OLD.audience AND NEW.recipient = OLD.recipient AND NEW.agreement = OLD.agreement AND NEW.period = OLD.period AND NEW.ledger = OLD.ledger AND NEW.shown = OLD.shown AND NEW.previous = OLD.previous AND NEW.released_on = OLD.released_on AND (OLD.digest = '' AND NEW.digest <> '' AND NOT OLD.is_down AND NOT NEW.is_down OR OLD.digest <> '' AND NEW.digest = OLD.digest AND NOT OLD.is_down AND NEW.is_down)) BEGIN SELECT RAISE(ABORT, 'what was released is never changed, it is only taken down'); END;
CREATE INDEX "publications_figure_edition_id_0fc92f22" ON "publications_figure" ("edition_id");
CREATE TRIGGER publications_figure_delete_gone BEFORE DELETE ON publications_figure WHEN NOT COALESCE((SELECT a.verb FROM audit_act a ORDER BY a.number DESC LIMIT 1), '') = 'house.left' BEGIN SELECT RAISE(ABORT, 'a figure is never taken away'); END;
CREATE TRIGGER publications_figure_insert_open BEFORE INSERT ON publications_figure WHEN NOT (EXISTS (SELECT 1 FROM publications_edition e WHERE e.id = NEW.edition_id AND e.digest = '')
  AND NOT EXISTS (SELECT 1 FROM publications_figure f WHERE f.id = NEW.id OR f.reference = NEW.reference
    OR f.edition_id = NEW.edition_id AND f.place = NEW.place)) BEGIN SELECT RAISE(ABORT, 'a figure goes into an open edition'); END;
CREATE TRIGGER publications_figure_update_stays BEFORE UPDATE ON publications_figure WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'a figure is never changed'); END;
INSERT INTO sqlite_sequence VALUES ('publications_edition', 0);

-- evidence: release
CREATE TABLE "release_askedoutside" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "partner" varchar(16) NOT NULL,
    "house" varchar(80) NOT NULL,
    "digest" varchar(64) NOT NULL,
    "words_digest" varchar(64) NOT NULL,
    "looked_at" varchar(64) NOT NULL,
    "yes" varchar(64) NOT NULL UNIQUE,
    "no" varchar(64) NOT NULL UNIQUE,
    "mark" varchar(19) NOT NULL,
    "asked_on" date NOT NULL,
    "until" date NOT NULL,
    "said" varchar(3) NOT NULL,
    "said_on" date NULL,
    "request_id" bigint NOT NULL REFERENCES "release_request" ("id") DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT "asked_yes_is_hex" CHECK ((typeof("yes") = 'text' AND length(CAST("yes" AS BLOB)) = length("yes") AND length("yes") = 64 AND "yes" NOT GLOB '*[^0-9a-f]*') = 1),
    CONSTRAINT "asked_no_is_hex" CHECK ((typeof("no") = 'text' AND length(CAST("no" AS BLOB)) = length("no") AND length("no") = 64 AND "no" NOT GLOB '*[^0-9a-f]*') = 1),
    CONSTRAINT "an_answer_has_its_day" CHECK ((("said" = '' AND "said_on" IS NULL) OR ("said" IN ('yes', 'no') AND "said_on" IS NOT NULL))));
CREATE TABLE "release_request" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "plan" varchar(24) NOT NULL,
    "plan_digest" varchar(64) NOT NULL,
    "period" varchar(10) NOT NULL,
    "name" varchar(60) NOT NULL,
    "revises" bool NOT NULL,
    "audience" varchar(16) NOT NULL,
    "recipient" varchar(40) NOT NULL,
    "agreement" varchar(120) NOT NULL,
    "checkers" smallint unsigned NOT NULL CHECK ("checkers" >= 0),
    "author" varchar(16) NOT NULL,
    "state" varchar(12) NOT NULL,
    "asked_on" date NOT NULL,
    "read_on" date NULL,
    "counts" text NOT NULL,
    "edition" text NOT NULL,
    "cells" text NOT NULL,
    "report" text NOT NULL,
    "digest" varchar(64) NOT NULL,
    "words" text NOT NULL,
    "words_digest" varchar(64) NOT NULL,
    "why" varchar(24) NOT NULL,
    "remarks" text NOT NULL,
    "released" varchar(16) NOT NULL,
    "author_hands" text NOT NULL,
    "result" varchar(16) NOT NULL,
    "readers" text NOT NULL,
    "kind" varchar(8) NOT NULL,
    CONSTRAINT "request_plan_is_word" CHECK ((typeof("plan") = 'text' AND length(CAST("plan" AS BLOB)) = length("plan") AND length("plan") BETWEEN 2 AND 24 AND "plan" GLOB '[a-z]*' AND "plan" NOT GLOB '*[^a-z0-9_]*') = 1),
    CONSTRAINT "what_is_released_says_where" CHECK ((("state" = 'released' OR "released" = '') AND 1 = (CASE WHEN "state" = 'released' THEN 1 ELSE 0 END + CASE WHEN "released" = '' THEN 1 ELSE 0 END))),
    CONSTRAINT "what_does_not_leave_counts_nobody" CHECK ((NOT ("state" IN ('refused', 'failed', 'withdrawn')) OR ("cells" = '' AND "counts" = '' AND "edition" = ''))),
    CONSTRAINT "a_no_has_a_reason" CHECK ((NOT ("state" IN ('refused', 'failed')) OR NOT ("why" = ''))),
    CONSTRAINT "somebody_else_says_yes" CHECK ("checkers" >= 1),
    CONSTRAINT "request_state_is_known" CHECK ("state" IN ('draft', 'first', 'outside', 'second', 'words', 'ready', 'released', 'refused', 'withdrawn', 'failed')));
CREATE TABLE "release_say" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" varchar(8) NOT NULL,
    "who" varchar(16) NOT NULL,
    "paid" bool NOT NULL,
    "digest" varchar(64) NOT NULL,
    "on" date NOT NULL,
    "request_id" bigint NOT NULL REFERENCES "release_request" ("id") DEFERRABLE INITIALLY DEFERRED,
    "hands" text NOT NULL,
    "outside" bool DEFAULT 0 NOT NULL,
    CONSTRAINT "one_yes_a_person" UNIQUE ("request_id", "kind", "who"),
    CONSTRAINT "a_yes_is_to_figures_or_words" CHECK ("kind" IN ('check', 'read')));
CREATE TABLE "release_theirs" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "partner" varchar(16) NOT NULL,
    "house" varchar(80) NOT NULL,
    "plan" varchar(24) NOT NULL,
    "codebook" varchar(24) NOT NULL,
    "period" varchar(10) NOT NULL,
    "name" varchar(60) NOT NULL,
    "cells" text NOT NULL,
    "words" text NOT NULL,
    "report" text NOT NULL,
    "looked_at" varchar(64) NOT NULL,
    "yes" varchar(32) NOT NULL,
    "no" varchar(32) NOT NULL,
    "team" text NOT NULL,
    "seen" varchar(64) NOT NULL UNIQUE,
    "mark" varchar(19) NOT NULL,
    "came_on" date NOT NULL,
    "brought_by" varchar(16) NOT NULL,
    "until" date NOT NULL,
    "said" varchar(3) NOT NULL,
    "why" varchar(24) NOT NULL,
    "said_by" varchar(16) NOT NULL,
    "said_on" date NULL,
    CONSTRAINT "theirs_plan_is_word" CHECK ((typeof("plan") = 'text' AND length(CAST("plan" AS BLOB)) = length("plan") AND length("plan") BETWEEN 2 AND 24 AND "plan" GLOB '[a-z]*' AND "plan" NOT GLOB '*[^a-z0-9_]*') = 1),
    CONSTRAINT "one_word_is_left" CHECK ((("said" = '' AND "said_by" = '' AND "said_on" IS NULL AND NOT ("yes" = '') AND NOT ("no" = '')) OR ("no" = '' AND "said" = 'yes' AND "said_on" IS NOT NULL AND "team" = '' AND "why" = '' AND NOT ("yes" = '') AND NOT ("said_by" = '')) OR ("said" = 'no' AND "said_on" IS NOT NULL AND "team" = '' AND "yes" = '' AND NOT ("no" = '') AND NOT ("why" = '') AND NOT ("said_by" = '')))));
CREATE INDEX "release_askedoutside_request_id_3fad8ee0" ON "release_askedoutside" ("request_id");
CREATE TRIGGER release_askedoutside_insert_open BEFORE INSERT ON release_askedoutside WHEN NEW.said <> '' BEGIN SELECT RAISE(ABORT, 'what is asked is not answered yet'); END;
CREATE TRIGGER release_askedoutside_update_once BEFORE UPDATE ON release_askedoutside WHEN OLD.said <> '' OR NOT (NEW.request_id = OLD.request_id AND NEW.partner = OLD.partner AND NEW.digest = OLD.digest AND NEW.words_digest = OLD.words_digest AND NEW.looked_at = OLD.looked_at AND NEW.yes = OLD.yes AND NEW.no = OLD.no AND NEW.until = OLD.until) BEGIN SELECT RAISE(ABORT, 'an answer is given once, to what was asked'); END;
CREATE UNIQUE INDEX "one_way_to_an_edition" ON "release_request" ("name") WHERE NOT ("state" IN ('refused', 'failed', 'withdrawn'));
CREATE TRIGGER release_request_delete_goes BEFORE DELETE ON release_request WHEN OLD.state = 'released' AND NOT COALESCE((SELECT a.verb FROM audit_act a ORDER BY a.number DESC LIMIT 1), '') = 'house.left' BEGIN SELECT RAISE(ABORT, 'what was released stays as it was'); END;
CREATE TRIGGER release_request_insert_begins BEFORE INSERT ON release_request WHEN NEW.state <> 'draft' BEGIN SELECT RAISE(ABORT, 'a request begins as a draft'); END;
CREATE TRIGGER release_request_update_fixed BEFORE UPDATE ON release_request WHEN NOT (NEW.reference = OLD.reference AND NEW.plan = OLD.plan AND NEW.plan_digest = OLD.plan_digest AND NEW.period = OLD.period AND NEW.name = OLD.name AND NEW.revises = OLD.revises AND NEW.audience = OLD.audience AND NEW.recipient = OLD.recipient AND NEW.agreement = OLD.agreement AND NEW.readers = OLD.readers AND NEW.result = OLD.result AND NEW.checkers = OLD.checkers AND NEW.author = OLD.author AND NEW.asked_on = OLD.asked_on) BEGIN SELECT RAISE(ABORT, 'who asked, for whom and how many say yes does not change on the way'); END;
CREATE TRIGGER release_request_update_is_said BEFORE UPDATE ON release_request WHEN NEW.state = 'released' AND NOT (OLD.state = 'ready' AND NEW.counts = OLD.counts AND NEW.edition = OLD.edition AND NEW.cells = OLD.cells AND NEW.digest = OLD.digest AND NEW.words = OLD.words AND NEW.words_digest = OLD.words_digest AND NEW.author = OLD.author AND NEW.checkers = OLD.checkers AND NEW.name = OLD.name AND NEW.kind = OLD.kind AND ((NEW.kind <> 'totals' AND (SELECT COUNT(DISTINCT s.who) FROM release_say s WHERE s.request_id = NEW.id AND s.kind = 'check'
  AND s.digest = NEW.digest AND s.who <> NEW.author AND NOT s.outside) >= NEW.checkers AND (SELECT COUNT(DISTINCT s.who) FROM release_say s WHERE s.request_id = NEW.id AND s.kind = 'read'
  AND s.digest = NEW.words_digest AND s.who <> NEW.author AND NOT s.outside) >= 2 AND EXISTS (SELECT 1 FROM release_say s WHERE s.request_id = NEW.id AND s.kind = 'read'
  AND s.digest = NEW.words_digest AND s.paid AND s.who <> NEW.author)) OR (NEW.kind = 'totals' AND EXISTS (SELECT 1 FROM release_say s JOIN release_askedoutside w ON w.request_id = s.request_id
  WHERE s.request_id = NEW.id AND s.kind = 'check' AND s.outside AND s.digest = NEW.digest AND s.who <> NEW.author
  AND w.partner = s.who AND w.said = 'yes' AND w.digest = NEW.digest AND w.words_digest = NEW.words_digest)))) BEGIN SELECT RAISE(ABORT, 'two people besides the author say yes to what is released, two read its words'); END;
CREATE TRIGGER release_request_update_kind BEFORE UPDATE ON release_request WHEN NEW.kind <> OLD.kind BEGIN SELECT RAISE(ABORT, 'whose word it needs is never changed'); END;
CREATE TRIGGER release_request_update_stays BEFORE UPDATE ON release_request WHEN OLD.state = 'released' BEGIN SELECT RAISE(ABORT, 'what was released stays as it was'); END;
CREATE INDEX "release_say_request_id_c1c2ffdc" ON "release_say" ("request_id");
CREATE TRIGGER release_say_delete_goes BEFORE DELETE ON release_say WHEN EXISTS (SELECT 1 FROM release_request r WHERE r.id = OLD.request_id AND r.state = 'released') AND NOT COALESCE((SELECT a.verb FROM audit_act a ORDER BY a.number DESC LIMIT 1), '') = 'house.left' BEGIN SELECT RAISE(ABORT, 'by whose yes something left stays known'); END;
CREATE TRIGGER release_say_insert_answered BEFORE INSERT ON release_say WHEN NEW.outside AND NOT (EXISTS (SELECT 1 FROM release_askedoutside w WHERE w.request_id = NEW.request_id AND w.said = 'yes'
  AND w.partner = NEW.who AND w.digest = NEW.digest) AND NEW.kind = 'check') BEGIN SELECT RAISE(ABORT, 'a word from outside has its answer'); END;
CREATE TRIGGER release_say_insert_late BEFORE INSERT ON release_say WHEN EXISTS (SELECT 1 FROM release_request r WHERE r.id = NEW.request_id AND r.state = 'released') BEGIN SELECT RAISE(ABORT, 'what was released has its yeses'); END;
CREATE TRIGGER release_say_update_stays BEFORE UPDATE ON release_say WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'a yes is never changed'); END;
CREATE TRIGGER release_theirs_delete_stays BEFORE DELETE ON release_theirs WHEN OLD.said = 'yes' AND NOT COALESCE((SELECT a.verb FROM audit_act a ORDER BY a.number DESC LIMIT 1), '') = 'house.left' BEGIN SELECT RAISE(ABORT, 'what one said yes to stays known'); END;
CREATE TRIGGER release_theirs_update_once BEFORE UPDATE ON release_theirs WHEN OLD.said <> '' OR NOT (NEW.reference = OLD.reference AND NEW.partner = OLD.partner AND NEW.house = OLD.house AND NEW.plan = OLD.plan AND NEW.codebook = OLD.codebook AND NEW.period = OLD.period AND NEW.name = OLD.name AND NEW.cells = OLD.cells AND NEW.words = OLD.words AND NEW.report = OLD.report AND NEW.looked_at = OLD.looked_at AND NEW.seen = OLD.seen AND NEW.until = OLD.until) BEGIN SELECT RAISE(ABORT, 'a word is given once, to what came'); END;
INSERT INTO sqlite_sequence VALUES ('release_askedoutside', 0);
INSERT INTO sqlite_sequence VALUES ('release_request', 0);
INSERT INTO sqlite_sequence VALUES ('release_say', 0);
INSERT INTO sqlite_sequence VALUES ('release_theirs', 0);

-- evidence: risk_profiles
CREATE TABLE "risk_profiles_note" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "indicator" varchar(48) NOT NULL,
    "zone" varchar(8) NOT NULL,
    "number" integer unsigned NOT NULL CHECK ("number" >= 0),
    "done" text NOT NULL,
    "change" text NOT NULL,
    "owner" varchar(16) NOT NULL,
    "until" date NOT NULL,
    "on" date NOT NULL,
    "by" varchar(16) NOT NULL,
    "result" varchar(16) NOT NULL,
    CONSTRAINT "one_note_a_number" UNIQUE ("indicator", "zone", "number"),
    CONSTRAINT "a_note_is_of_a_zone" CHECK ((typeof("zone") = 'text' AND length(CAST("zone" AS BLOB)) = length("zone") AND length("zone") BETWEEN 2 AND 24 AND "zone" GLOB '[a-z]*' AND "zone" NOT GLOB '*[^a-z0-9_]*') = 1));
CREATE TABLE "risk_profiles_result" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "reference" varchar(16) NOT NULL UNIQUE,
    "kind" varchar(24) NOT NULL,
    "subject" varchar(64) NOT NULL,
    "recipe" text NOT NULL,
    "recipe_digest" varchar(64) NOT NULL,
    "body" text NOT NULL,
    "digest" varchar(64) NOT NULL,
    "made_at" datetime NOT NULL,
    "by" varchar(40) NOT NULL,
    CONSTRAINT "a_result_has_a_kind" CHECK ((typeof("kind") = 'text' AND length(CAST("kind" AS BLOB)) = length("kind") AND length("kind") BETWEEN 2 AND 24 AND "kind" GLOB '[a-z]*' AND "kind" NOT GLOB '*[^a-z0-9_]*') = 1),
    CONSTRAINT "a_result_has_a_digest" CHECK ((typeof("digest") = 'text' AND length(CAST("digest" AS BLOB)) = length("digest") AND length("digest") = 64 AND "digest" NOT GLOB '*[^0-9a-f]*') = 1),
    CONSTRAINT "a_recipe_has_a_digest" CHECK ((typeof("recipe_digest") = 'text' AND length(CAST("recipe_digest" AS BLOB)) = length("recipe_digest") AND length("recipe_digest") = 64 AND "recipe_digest" NOT GLOB '*[^0-9a-f]*') = 1),
    CONSTRAINT "one_result_a_recipe" UNIQUE ("kind", "recipe_digest"));
CREATE INDEX "results_of_a_subject" ON "risk_profiles_result" ("kind", "subject");
