//! The elements of a return, by the names in `data-dictionary/tables/cin.csv`.

macro_rules! elements {
    ($($variant:ident = $name:literal,)+) => {
        /// An element.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Element {
            $($variant,)+
            /// Any other: this program knows nothing of it.
            Unknown,
        }

        impl Element {
            /// Returns the element of a name.
            pub(super) fn named(name: &str) -> Self {
                match name {
                    $($name => Self::$variant,)+
                    _ => Self::Unknown,
                }
            }

            /// Returns the name; `None` of one that this program knows nothing of.
            pub(super) const fn name(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($name),)+
                    Self::Unknown => None,
                }
            }
        }
    };
}

elements! {
    Message = "Message",
    Header = "Header",
    CollectionDetails = "CollectionDetails",
    Collection = "Collection",
    Year = "Year",
    ReferenceDate = "ReferenceDate",
    Children = "Children",
    Child = "Child",
    ChildIdentifiers = "ChildIdentifiers",
    LaChildId = "LAchildID",
    Upn = "UPN",
    FormerUpn = "FormerUPN",
    UpnUnknown = "UPNunknown",
    PersonBirthDate = "PersonBirthDate",
    ExpectedPersonBirthDate = "ExpectedPersonBirthDate",
    Sex = "Sex",
    GenderCurrent = "GenderCurrent",
    PersonDeathDate = "PersonDeathDate",
    ChildCharacteristics = "ChildCharacteristics",
    Ethnicity = "Ethnicity",
    Disabilities = "Disabilities",
    Disability = "Disability",
    CinDetails = "CINdetails",
    CinReferralDate = "CINreferralDate",
    ReferralSource = "ReferralSource",
    PrimaryNeedCode = "PrimaryNeedCode",
    CinClosureDate = "CINclosureDate",
    ReasonForClosure = "ReasonForClosure",
    DateOfInitialCpc = "DateOfInitialCPC",
    ReferralNfa = "ReferralNFA",
    CinPlanDates = "CINPlanDates",
    PreProceedings = "PreProceedingsandFGDM",
    Assessments = "Assessments",
    AssessmentActualStartDate = "AssessmentActualStartDate",
    AssessmentInternalReviewDate = "AssessmentInternalReviewDate",
    AssessmentAuthorisationDate = "AssessmentAuthorisationDate",
    FactorsIdentifiedAtAssessment = "FactorsIdentifiedAtAssessment",
    AssessmentFactors = "AssessmentFactors",
    Section47 = "Section47",
    S47ActualStartDate = "S47ActualStartDate",
    InitialCpcTarget = "InitialCPCtarget",
    IcpcNotRequired = "ICPCnotRequired",
    ChildProtectionPlans = "ChildProtectionPlans",
    CppStartDate = "CPPstartDate",
    CppEndDate = "CPPendDate",
    InitialCategoryOfAbuse = "InitialCategoryOfAbuse",
    LatestCategoryOfAbuse = "LatestCategoryOfAbuse",
    NumberOfPreviousCpp = "NumberOfPreviousCPP",
    Reviews = "Reviews",
}
