import { Catalogue1790000000001 } from './1790000000001-catalogue.js';
import { Imports1790000000002 } from './1790000000002-imports.js';
import { Access1790000000003 } from './1790000000003-access.js';
import { Search1790000000004 } from './1790000000004-search.js';
import { ImportProfiles1790000000005 } from './1790000000005-import-profiles.js';
import { Acceptance1790000000006 } from './1790000000006-acceptance.js';
import { Finding1790000000007 } from './1790000000007-finding.js';
import { History1790000000009 } from './1790000000009-history.js';

/** In the order in which they run. */
export const migrations = [
  Catalogue1790000000001,
  Imports1790000000002,
  Access1790000000003,
  Search1790000000004,
  ImportProfiles1790000000005,
  Acceptance1790000000006,
  Finding1790000000007,
  History1790000000009,
];
