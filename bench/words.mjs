// Vocabulary of the generated files; the lengths in SKUs keep word-word-word within 19 characters.
const list = (text) => [...new Set(text.trim().split(/\s+/))];

/** At most 7 letters. */
export const openers = list(`
  lay cup step citizen term do help listen grow suggest million defense teacher point floor various garden address song phone level invest any
  charge space forget eye law agency budget camera dinner energy family guitar health island jacket kitchen letter machine nature office pattern
  quality reason season ticket update valley weather yellow zebra animal bridge copper doctor engine forest golden hammer impact jungle kernel
  ladder market needle orange parent rabbit school tennis unique violin window author basket carbon desert effect figure ground harbor insect
  junior knight legend middle normal object person record silver travel useful vision winter across become center degree expert father growth
  history include journey library million mission nothing opinion perhaps quickly require science special teacher usually village whether writing
`);

/** At most 5 letters. */
export const enders = list(`
  raise best end onto some many avoid art while check grow we job but why adult find pay style top say tax walk now bar ask have move need group
  hotel goal yeah both able above actor admit after agent agree ahead allow alone among apply area arm away baby back ball bank base beat begin
  big bill bit blood blue board body book born box boy break bring build buy call car card care carry case catch cause cell chair child city
  civil claim class clear close coach cold color cost could cover crime cup dark data day dead deal death deep die dog door down draw dream drive
  drop drug early east easy eat edge eight else enjoy enter even event ever exist face fact fail fall far fast fear feel few field fight fill
`);

export const prose = list(`
  art community floor adult your single type per back former stock thing produce successful hot tree past action young song himself then tax eye
  little last state vote country down list that speech economy leave choice should lead budget task author best mention often stuff professional
  today allow after door instead model seat fear evidence now sing opportunity feeling no season show important fight wrong position fine friend
  interview glass pay organization possible just alone maybe education risk despite way want benefit manage financial story term must wife
  activity firm example later black win rest ask born wind begin value record health laugh under notice federal hard lose need sell treatment
  certain throw executive front late because truth music process eat employee have they increase water magazine child start its near necessary
  game everybody hospital upon suffer year discussion south government nothing knowledge race population exist against wear level coach girl
`);

export const firstNames = list(`
  Bryce John Theresa Roger Tiffany Roy David Anthony Lauren Bailey Jeffrey Lisa Jamie Christina Douglas Arthur Brian Jennifer Dylan Samuel Maria
  James Robert Michael William Mary Patricia Linda Elizabeth Barbara Susan Jessica Sarah Karen Nancy Daniel Matthew Mark Donald Steven Paul Andrew
  Joshua Kenneth Kevin George Edward Ronald Timothy Jason Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin
  Gregory Frank Raymond Alexander Patrick Jack Dennis Jerry Tyler Aaron Jose Nathan Adam Henry Zachary Peter Kyle Noah Ethan Jeremy Walter Sandra
`);
export const lastNameStarts = list(`
  Jones Robin Tay Huer Buck John Gold Wright Burch Smith Cox Davis Sanch Camp Arth Zamor May Cort Hernan Brown Mill Wil Moor Ander Thom Jack Whit
  Harr Mart Thomp Garc Rodrig Lew Walk Hall All Young King Scott Green Bak Adam Nels Cart Mitch Perez Rob Turn Phill Evan Edw Coll Stew Morr Reed
`);
export const lastNameEnds = list(
  `s son lor ta ley sen man ton ers field ford worth well ington berg stein er ez land mond ham by wood hart`,
);
