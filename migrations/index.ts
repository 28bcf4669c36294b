import { Catalogue1790000000001 } from './1790000000001-catalogue.js';
import { Imports1790000000002 } from './1790000000002-imports.js';
import { Access1790000000003 } from './1790000000003-access.js';
import { Search1790000000004 } from './1790000000004-search.js';
import { ImportProfiles1790000000005 } from './1790000000005-import-profiles.js';
import { Acceptance1790000000006 } from './1790000000006-acceptance.js';
import { Finding1790000000007 } from './1790000000007-finding.js';
import { BulkJobs1790000000008 } from './1790000000008-bulk-jobs.js';
import { History1790000000009 } from './1790000000009-history.js';
import { Webhooks1790000000010 } from './1790000000010-webhooks.js';
import { Purchases1790000000011 } from './1790000000011-purchases.js';
import { Delivering1790000000012 } from './1790000000012-delivering.js';
import { Replays1790000000013 } from './1790000000013-replays.js';
import { SearchUnlogged1790000000014 } from './1790000000014-search-unlogged.js';
import { ReadingPurchases1790000000015 } from './1790000000015-reading-purchases.js';
import { Windows1790000000016 } from './1790000000016-windows.js';
import { OutdatedDecisions1790000000017 } from './1790000000017-outdated-decisions.js';
import { WhoTold1790000000021 } from './1790000000021-who-told.js';

/** In the order in which they run. */
export const migrations = [
  Catalogue1790000000001,
  Imports1790000000002,
  Access1790000000003,
  Search1790000000004,
  ImportProfiles1790000000005,
  Acceptance1790000000006,
  Finding1790000000007,
  BulkJobs1790000000008,
  History1790000000009,
  Webhooks1790000000010,
  Purchases1790000000011,
  Delivering1790000000012,
  Replays1790000000013,
  SearchUnlogged1790000000014,
  ReadingPurchases1790000000015,
  Windows1790000000016,
  OutdatedDecisions1790000000017,
  WhoTold1790000000021,
];
