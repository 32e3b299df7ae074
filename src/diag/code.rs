//! Every code there is, with its explanation.

use std::fmt;

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The run cannot go ahead.
    Fatal,
    /// A record could not be used; the run goes ahead without it and says so.
    Error,
    /// Something odd was dealt with by a stated rule; the run goes ahead.
    Warning,
}

impl Severity {
    /// Returns the word printed before the code.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fatal | Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident, $message:literal, $help:literal;)+) => {
        /// A stable name for one kind of message.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $doc])+ $variant),+ }

        impl Code {
            /// Every code, in the order of this file.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the name as printed: `bad-date`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Returns how much it matters.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),+ }
            }

            /// Returns what is said of the rows it was found in, as in `4 rows: no such date`.
            #[must_use]
            pub const fn message(self) -> &'static str {
                match self { $(Self::$variant => $message),+ }
            }

            /// Returns what to do.
            #[must_use]
            pub const fn help(self) -> &'static str {
                match self { $(Self::$variant => $help),+ }
            }

            /// Returns the whole explanation, as `explain` prints it.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc, "\n"),+)),+ }
            }
        }
    };
}

codes! {
    /// The plan, or a file that it names, could not be opened.
    FileUnreadable = "file-unreadable", Fatal, "the file cannot be read",
        "check the path and that you may read the file";
    /// The plan is not valid TOML, or a key has the wrong type or an unknown name.
    PlanSyntax = "plan-syntax", Fatal, "the plan cannot be understood",
        "`social-gradient init DIR` writes a plan with every key explained";
    /// A value in the plan is well formed and has no meaning: an edition that does not exist, for one.
    PlanValue = "plan-value", Fatal, "a value in the plan has no meaning",
        "`social-gradient init DIR` writes a plan with every key explained";
    /// The plan names a file, or a pattern, and nothing is there.
    PlanFileMissing = "plan-file-missing", Fatal, "the plan names a file that is not there",
        "paths in a plan are relative to the plan's own folder";
    /// The file is larger than the program reads, or holds something out of all proportion: a line, a
    /// cell, a child's record, or an archive that unpacks to far more than it should.
    FileTooLarge = "file-too-large", Fatal, "the file is out of all proportion",
        "export the file again; if it is really this large, split it";
    /// The file is not in UTF-8, or holds bytes that no text has.
    NotUtf8 = "not-utf8", Fatal, "the file is not UTF-8 text",
        "save the file as \"CSV UTF-8\" or as XML in UTF-8";
    /// A workbook cannot be opened, or has no sheet with the columns that are looked for.
    BadWorkbook = "bad-workbook", Fatal, "the workbook cannot be used",
        "use the file as its publisher provides it, or a CSV of the sheet";
    /// A table lacks a column that is needed.
    MissingColumn = "missing-column", Fatal, "a column is missing",
        "`social-gradient explain` with the name of a table lists the columns it needs";
    /// A row has more cells than the header, or fewer.
    RaggedRow = "ragged-row", Error, "the row has not as many cells as the header; the row is left out",
        "look for a comma or a quotation mark in the row";
    /// The XML is not well formed: a tag is not closed, or closed twice.
    XmlMalformed = "xml-malformed", Fatal, "the XML is not well formed",
        "export the return again from the case system";
    /// The XML has a document type declaration. No census return has one, and they can be made to
    /// exhaust a computer, so such a file is not read at all.
    XmlDoctype = "xml-doctype", Fatal, "the XML declares a document type",
        "export the return again from the case system; do not use this file";
    /// The file is XML, and not a children in need census return.
    XmlNotCin = "xml-not-cin", Fatal, "the XML is not a children in need census return",
        "the root element of a return is `Message` and holds `Children`";
    /// The header has no usable `ReferenceDate`, so the year of the return is not known.
    NoReferenceDate = "no-reference-date", Fatal, "the return has no usable ReferenceDate",
        "the header's ReferenceDate is 31 March of the year in which the census year ends";
    /// `Year` in the header is not the year of `ReferenceDate`. The reference date is used.
    YearDisagrees = "year-disagrees", Warning, "Year and ReferenceDate disagree; ReferenceDate is used",
        "check that this is the return you meant";
    /// `ReferenceDate` is not 31 March. The year that is counted is the twelve months that end on it.
    ReferenceDateNotMarch = "reference-date-not-march", Warning,
        "ReferenceDate is not 31 March; the twelve months that end on it are used",
        "check that this is a final return and not a trial load";
    /// A row of a table belongs to a child, an episode or an assessment that its own table does not hold.
    RecordWithoutParent = "record-without-parent", Error,
        "the row belongs to a child, an episode or an assessment that is not in its table; the row is left out",
        "export all tables of the return again, together";
    /// A date is not a date: `2023-02-30`, or words. The value is treated as missing.
    BadDate = "bad-date", Warning, "not a date; treated as missing",
        "dates are written YYYY-MM-DD in XML; tables may also use DD/MM/YYYY";
    /// A date lies before 1900 or after 2100. The value is treated as missing.
    DateOutOfRange = "date-out-of-range", Warning, "date outside 1900 to 2100; treated as missing",
        "correct the date in the case system";
    /// A code is not in its code list. The value is treated as missing.
    BadCode = "bad-code", Warning, "not in the code list; treated as missing",
        "`social-gradient explain` with the element's name prints its code list";
    /// A yes-or-no value is none of `0`, `1`, `true` and `false`. The value is treated as missing.
    BadFlag = "bad-flag", Warning, "not a yes or a no; treated as missing", "write 0, 1, true or false";
    /// A number is not a number. The value is treated as missing.
    BadNumber = "bad-number", Warning, "not a number; treated as missing", "correct the value at its source";
    /// Text stands between elements, where none belongs. It is passed over.
    StrayText = "stray-text", Warning, "text between elements; passed over",
        "a fault in the case system's export; tell its supplier";
    /// An element that this program does not know. It is passed over with all that it holds.
    UnknownElement = "unknown-element", Warning, "element not known; passed over",
        "if it is new in this collection year, look for a newer version of this program";
    /// A child's record has no `LAchildID`, so it cannot be joined to an address. It is left out.
    NoChildId = "no-child-id", Error, "no LAchildID; the child is left out",
        "correct the record in the case system";
    /// An episode has no usable referral date, so neither its year nor its address is known. It is left out.
    NoReferralDate = "no-referral-date", Error, "no usable CINreferralDate; the episode is left out",
        "correct the record in the case system";
    /// The same child appears twice in one return. The records are read as one child.
    DuplicateChild = "duplicate-child", Warning, "child appears again in the same return; read as one child",
        "rule 8510: one Child for each LAchildID";
    /// The same factor appears twice in one assessment. It is counted once.
    RepeatedFactor = "repeated-factor", Warning, "factor repeated in one assessment; counted once",
        "rule 8898: a factor is given once";
    /// A completed assessment has no factors. It is not read as "no domestic abuse": it is missing.
    FactorsMissing = "factors-missing", Warning, "completed assessment without factors",
        "rule 8897Q: missing factors hide domestic abuse; complete them in the case system";
    /// An assessment ends before it begins. Its authorisation date is used as it is.
    AssessmentEndsBeforeStart = "assessment-ends-before-start", Warning,
        "assessment authorised before it began; the authorisation date is used", "rule 8608: correct the dates";
    /// A plan ends before it begins. It is counted as a start, and never as open.
    PlanEndsBeforeStart = "plan-ends-before-start", Warning, "plan ends before it begins",
        "rule 8925: correct the dates";
    /// Both a birth date and an expected birth date are given. The birth date is used.
    TwoBirthDates = "two-birth-dates", Warning, "birth date and expected birth date; the birth date is used",
        "remove the expected date once a child is born";
    /// Neither a birth date nor an expected birth date is given, so age is not known. The child is kept.
    NoBirthDate = "no-birth-date", Warning, "no birth date; the child is kept and the age is unknown",
        "correct the record in the case system";
    /// The same child and referral date appear in a later return, and something in them differs. The
    /// later return is used.
    EpisodeRevised = "episode-revised", Warning,
        "episode met again in a later return with a difference; the later one is used",
        "expected where records were completed or corrected between returns";
    /// The same child and referral date appear twice in one return. The second is kept as well where
    /// it differs, and left out where it is the same.
    EpisodeRepeated = "episode-repeated", Warning, "episode repeated in the same return; counted once",
        "rule 8820: episodes of one child do not overlap";
    /// The rows of a table are keyed by a child who is in no return. They are passed over.
    UnknownChild = "unknown-child", Warning, "child is in no return; passed over",
        "expected where the address file covers more children than the returns";
    /// A row of the address file has no start date, so it cannot be placed in time. It is taken to have
    /// begun before every other.
    NoAddressStart = "no-address-start", Warning, "no start date; taken to be the child's earliest address",
        "add the start date";
    /// An address ends before it begins. The row is left out.
    AddressEndsBeforeStart = "address-ends-before-start", Error, "address ends before it begins; the row is left out",
        "correct the dates";
    /// Two addresses of one child are in force on the same day. The one that began later is used.
    AddressesOverlap = "addresses-overlap", Warning, "addresses overlap; the one that began later is used",
        "expected where a move was recorded late";
    /// A postcode is not of the form of a postcode. It is treated as unknown.
    BadPostcode = "bad-postcode", Warning, "not of the form of a postcode; treated as unknown",
        "correct the postcode at its source";
    /// An area code is not of the form of an area code: a letter and eight digits.
    BadArea = "bad-area", Warning, "not of the form of an area code; treated as unknown",
        "correct the code at its source";
    /// An area appears twice in a file that should have it once. The first is used.
    DuplicateArea = "duplicate-area", Warning, "area repeated; the first is used", "use the file as published";
    /// The index ranks areas of one census and another file holds areas of the other. Most areas kept
    /// their code in 2021, so a join would quietly lose the rest.
    AreaVintageMismatch = "area-vintage-mismatch", Fatal, "areas of two censuses meet",
        "give `inputs.area_lookup` the ONS exact-fit lookup from 2011 to 2021, or use files of one census";
    /// A published decile is not `ceil(rank * 10 / N)`, so the file is altered, or is not the edition that
    /// the plan names.
    DecileDisagrees = "decile-disagrees", Fatal, "published deciles are not those of the ranks",
        "use the file as published, and check the edition in the plan";
    /// A rank is missing, nought, or beyond the number of areas of the edition.
    BadRank = "bad-rank", Fatal, "a rank is not one of the edition's",
        "use the file as published, and check the edition in the plan";
    /// No area of the index lies in the authorities that the plan names.
    NoAreaInAuthority = "no-area-in-authority", Fatal, "no area of the index lies in the authority",
        "give `site.districts` the district codes as the index has them (2019: 2019 districts; 2025: 2024 districts)";
    /// Nothing is left to count.
    NothingToCount = "nothing-to-count", Fatal, "no episode is left to count",
        "`social-gradient check PLAN` shows where episodes were lost";
    /// The release could not be shown to be safe, so nothing was written.
    DisclosureRefused = "disclosure-refused", Fatal, "the release could not be shown to be safe",
        "use fewer breakdowns: quintiles for deciles, fewer years apart, fewer outcomes";
    /// The ledger that the plan names is missing or damaged, so what was printed before is not known. To begin a
    /// ledger, make an empty file of that name.
    LedgerUnusable = "ledger-unusable", Fatal, "the ledger of earlier releases cannot be used",
        "restore it from a copy; to begin one, make an empty file of that name";
    /// This release and an earlier one do not go together: a figure that was printed would change, or the same
    /// children would be put in other groups.
    LedgerConflict = "ledger-conflict", Fatal, "this release conflicts with an earlier one",
        "if figures were put right, say why in `disclosure.correction`; otherwise use the data of the earlier release";
    /// The run folder could not be written.
    OutputFailed = "output-failed", Fatal, "the run folder could not be written",
        "check the path, the space on the disk, and that no program has a file in it open";
    /// `explain` was asked for a name that it does not know.
    UnknownName = "unknown-name", Fatal, "there is no such name", "`social-gradient explain` lists the names";
    /// The folder already holds something, and the command does not overwrite.
    FolderNotEmpty = "folder-not-empty", Fatal, "the folder is not empty", "name a new folder";
    /// The folder that a plan names under `[report]` holds words that cannot be filled in, or a colour that cannot
    /// be read on the page. Nothing is written until it is put right.
    BrandingFault = "branding-fault", Fatal, "the authority's own words or colours cannot be used",
        "copy `reports/wording.toml` and change it; give colours that stand out from the page";
    /// A table has its header and no row under it that could be used.
    EmptyTable = "empty-table", Fatal, "the table has no rows", "check that the export is complete";
    /// A postcode appears twice in the directory, with different areas. The first is used.
    DuplicatePostcode = "duplicate-postcode", Warning, "postcode repeated with other areas; the first is used",
        "use one edition of the directory, as published";
    /// An area of the population file lacks an age from 0 to 17, or has one sex only. It is left out, since a
    /// denominator that is too small makes a rate that is too high.
    IncompleteArea = "incomplete-area", Error, "area without a count for every age; the area is left out",
        "use the file as published; a download may have been cut off";
    /// The population file has no estimate for the year that is asked for.
    EstimateMissing = "estimate-missing", Fatal, "the file has no estimate for the year",
        "use the file of that year, or ask for a year that the file has";
    /// The lookup names several successors of an area that is said to have one. It is taken to have none.
    SuccessorsDisagree = "successors-disagree", Warning, "several successors of one area; it is taken to have none",
        "use the exact-fit lookup as ONS publishes it";
    /// The population file has no estimate of the summer before the last year ends, on which published rates
    /// of that year stand. Its latest estimate is used, and named beside every rate.
    OtherEstimate = "other-estimate", Warning, "no estimate of the summer before; the latest in the file is used",
        "use the file that holds that estimate, where there is one";
    /// A number of an aggregate table is missing, negative, above a thousand million, or no number. Nothing is
    /// estimated, since a count that is left out changes every figure.
    BadCount = "bad-count", Fatal, "a count is missing, negative, above a thousand million or no number",
        "give every row its cases and its population; where a count is hidden, leave its whole table out";
    /// A row of an aggregate table tells of families that its cases cannot come from: more families than cases, none where
    /// there are cases, or a `sum_sq` below its cases. Each family has a case at least, and a family's cases squared are no
    /// fewer than its cases; limits from such a row would be too narrow.
    ImpossibleFamilies = "impossible-families", Fatal, "a row's families cannot have its cases",
        "give `families` as how many families the row's cases come from, and `sum_sq` as the sum of each family's cases squared";
    /// An aggregate table has neither `families` nor `sum_sq`. Nothing in its counts tells brothers and sisters, who are
    /// counted together, from cases that have nothing to do with each other. Limits that take each case to be of a family
    /// of its own would, where siblings are counted, hold the truth some 85 times in 100 for a rate, so there are none; a
    /// gradient has its own, which widen where counts vary more than chance. Limits that are asked for by the name of a
    /// published method, such as `rate_byar`, are as that method gives them.
    FamiliesUntold = "families-untold", Warning, "the table does not tell families; limits that need them are left out",
        "give `families`, how many families each row's cases come from, and `sum_sq` where it is known; or say --independent where no two cases are of one family";
    /// A row of an aggregate table does not say what it counts: a cell of a dimension, a site, a period, an
    /// outcome or a group is empty. It may be a total, which would be counted twice.
    BlankLevel = "blank-level", Fatal, "a cell that says what a row counts is empty",
        "leave totals out, and give every row a level in every column";
    /// The groups of an aggregate table are not numbered 1, 2, 3 and so on. A gradient over groups of which
    /// one is missing is a gradient of something else.
    GroupGap = "group-gap", Fatal, "groups are not numbered 1, 2, 3 and so on without a gap",
        "number groups from 1, the most deprived, and give each a row, with 0 cases where it has none";
    /// Two columns of a table have the same name.
    RepeatedColumn = "repeated-column", Fatal, "two columns have the same name", "name every column once";
    /// `estimate` was asked for a measure that it does not know.
    UnknownMeasure = "unknown-measure", Fatal, "there is no such measure",
        "`social-gradient explain estimate` lists the measures";
    /// `estimate` was asked for a breakdown by a column that the table does not have, or for one that the
    /// measure cannot use.
    BadDimension = "bad-dimension", Fatal, "the table cannot be broken down so",
        "name columns of the table that hold levels, such as `--by ethnicity,sex`";
    /// A confidence level is a proportion above 0 and below 1.
    BadLevel = "bad-level", Fatal, "the confidence level is not between 0 and 1", "write 0.95 for 95%";
    /// A row of the SSDA903 episodes has no usable `DECOM`, so when it began is not known. It is left out.
    NoCareStart = "no-care-start", Error, "no usable DECOM; the row is left out",
        "correct the record in the case system";
    /// An episode of care begins a new period (`RNE` is `S`) on the day on which another ended and went on (`REC`
    /// is `X1`). It is read as going on, and not as a start.
    CareContinued = "care-continued", Warning, "a start of care on the day on which care went on; not counted as a start",
        "correct RNE or REC in the case system";
    /// A period of care begins under an agreed series of short breaks (V3 or V4). Published numbers of children
    /// who started to be looked after leave these out, and so does this program.
    ShortBreaks = "short-breaks", Warning, "a series of short breaks; not counted as a start of care",
        "nothing to do: DfE's tables leave them out as well";
    /// A looked-after child is in no children in need return. The start of care is counted, and is related to
    /// domestic abuse under no definition.
    CareWithoutNeed = "care-without-need", Warning, "looked-after child in no children in need return",
        "check that CHILD and LAchildID are the same identifier; some children, such as young people who seek asylum alone, may really be in none";
    /// A looked-after child was found by unique pupil number, because `CHILD` is no `LAchildID` of the returns.
    MatchedByPupil = "matched-by-pupil", Warning, "child found by UPN, because CHILD is no LAchildID",
        "use one identifier in both returns";
    /// A step of a score is a number above 0: a gradient is for so much more of the score.
    BadStep = "bad-step", Fatal, "the step is not a number above 0", "write --step 10 for a ratio per 10 points";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_codes_share_a_name() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
