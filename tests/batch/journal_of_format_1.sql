BEGIN TRANSACTION;
PRAGMA application_id = 1768251242;
PRAGMA user_version = 1;
CREATE TABLE about (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
INSERT INTO "about" VALUES('base_url','{base_url}');
INSERT INTO "about" VALUES('gateway','ai302');
INSERT INTO "about" VALUES('plan',1);
CREATE TABLE files (
        output NOT NULL,
        number INTEGER NOT NULL,
        key TEXT NOT NULL,
        path NOT NULL,
        sha256 TEXT NOT NULL,
        PRIMARY KEY (output, number)
    );
INSERT INTO "files" VALUES('at-night',0,'67c22c766911607c8952ec22ea30c72728f4466fce02b41738a6829a073bc216','at-night.png','{sha256}');
CREATE TABLE jobs (
        key TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        operation TEXT NOT NULL,
        prompt,
        options TEXT NOT NULL,
        task_id,
        poll_options TEXT NOT NULL DEFAULT '{}',
        urls TEXT NOT NULL DEFAULT '[]',
        submitted_at TEXT,
        submits INTEGER NOT NULL DEFAULT 0,
        error TEXT
    );
INSERT INTO "jobs" VALUES('67c22c766911607c8952ec22ea30c72728f4466fce02b41738a6829a073bc216','done','edit','At night','{}','7500000000000000001','{"watermark": null}','[]',{now},1,NULL);
INSERT INTO "jobs" VALUES('c6a4b19a73fd76230f68e5b6218a867818baefde7991a9c065684107a4f885b7','submitted','edit','At dawn','{}','7500000000000000006','{"watermark": null}','[]',{now},1,'{"type": "UnexpectedAnswer", "message": "HTTP 404", "code": null, "http_status": 404, "request_id": null}');
INSERT INTO "jobs" VALUES('bf33e5990fa5e0976586d77f9baaea92309fedbc91da877d5280b3e938483c84','unclear','edit','At noon','{}',NULL,'{}','[]',{now},1,'{"type": "MaybeBilled", "message": "HTTP 502", "code": null, "http_status": 502, "request_id": null}');
INSERT INTO "jobs" VALUES('054eeac472dd43c39d773c03885a26b6659f51404c49cd38e61b91fdab619200','planned','edit','At tea time','{}',NULL,'{}','[]',NULL,0,NULL);
CREATE TABLE rows (
        output NOT NULL,
        key TEXT NOT NULL REFERENCES jobs,
        label NOT NULL,
        inputs TEXT NOT NULL,
        plan INTEGER NOT NULL,
        position INTEGER NOT NULL,
        superseded INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (output, key)
    );
INSERT INTO "rows" VALUES('at-night','67c22c766911607c8952ec22ea30c72728f4466fce02b41738a6829a073bc216','at-night','[{"path": "photos/lighthouse.png"}]',1,0,0);
INSERT INTO "rows" VALUES('at-dawn','c6a4b19a73fd76230f68e5b6218a867818baefde7991a9c065684107a4f885b7','at-dawn','[{"path": "photos/lighthouse.png"}]',1,1,0);
INSERT INTO "rows" VALUES('at-noon','bf33e5990fa5e0976586d77f9baaea92309fedbc91da877d5280b3e938483c84','at-noon','[{"path": "photos/lighthouse.png"}]',1,2,0);
INSERT INTO "rows" VALUES('at-tea-time','054eeac472dd43c39d773c03885a26b6659f51404c49cd38e61b91fdab619200','at-tea-time','[{"path": "photos/lighthouse.png"}]',1,3,0);
CREATE INDEX rows_in_order ON rows (plan DESC, position);
CREATE INDEX rows_of_key ON rows (key, plan, position);
CREATE INDEX files_of_key ON files (key);
COMMIT;
