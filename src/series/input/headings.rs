//! What the columns of a list may be called: one table, in every language of `--language`,
//! with the usual words of exports from Excel, Entra, Outlook and learning platforms.
//!
//! To add a word, add it to its column's line. The words of a line stand in order of
//! precedence: where a list has two of them, the first is used.

/// What a column of a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The person to whom the identities of an alias belong.
    Person,
    /// The whole name.
    Name,
    /// The given name.
    GivenName,
    /// The family name.
    FamilyName,
    /// The e-mail address.
    Email,
    /// The name to sign in with, which is often an address.
    Login,
    /// The identity id.
    Id,
    /// The tenant.
    Tenant,
    /// The department.
    Department,
    /// The cost centre.
    CostCentre,
    /// The first day on which the person was expected.
    From,
    /// The last day on which the person was expected.
    To,
    /// Whether the person had to come.
    Required,
    /// The series.
    Series,
    /// The title of a meeting.
    Title,
    /// When a meeting was to start.
    Start,
    /// The time of day of the start, where the date stands apart.
    StartTime,
    /// When a meeting was to end.
    End,
    /// The time of day of the end, where the date stands apart.
    EndTime,
    /// Whether a meeting has no time of day.
    AllDay,
    /// The id of a meeting's report.
    ReportId,
    /// The file of a meeting's report.
    File,
    /// What became of a meeting or a registration.
    Status,
    /// The id of a registration.
    RegistrationId,
}

/// The words of each column: the one of messages first.
#[rustfmt::skip]
const WORDS: &[(Field, &[&str])] = &[
    (Field::Person, &["person", "personne", "persona", "pessoa", "人", "人物", "belongs to", "gehört zu"]),
    (Field::Name, &[
        "name", "full name", "display name", "participant name", "employee name", "employee",
        "vollständiger name", "vor- und nachname", "vorname und nachname", "nachname, vorname", "name, vorname",
        "vorname, name", "vorname, nachname", "last name, first name", "first name, last name", "anzeigename",
        "teilnehmer", "teilnehmerin", "mitarbeiter", "mitarbeiterin", "participant", "attendee", "member",
        "nom complet", "nom et prénom", "prénom et nom", "nom, prénom", "nom affiché", "nom d'affichage", "nom", "salarié",
        "nombre completo", "nombre y apellidos", "apellidos y nombre", "nombre para mostrar", "nombre", "participante", "empleado",
        "nome completo", "nome para exibição", "nome de exibição", "nome", "funcionário", "colaborador",
        "氏名", "名前", "お名前", "表示名", "参加者", "参加者名",
    ]),
    (Field::GivenName, &[
        "given name", "first name", "forename", "vorname", "rufname", "prénom", "nombre de pila", "nombre propio",
        "primer nombre", "primeiro nome", "nome próprio", "名",
    ]),
    (Field::FamilyName, &[
        "family name", "last name", "surname", "sn", "nachname", "familienname", "zuname", "nom de famille",
        "apellidos", "apellido", "sobrenome", "apelido", "último nome", "姓",
    ]),
    (Field::Email, &[
        "e-mail", "mail", "e-mail address", "mail address", "registration email", "registration e-mail", "email work", "work email",
        "primary smtp address", "smtp address", "proxy addresses", "e-mail-adresse", "mailadresse", "e-mail-adresse (geschäftlich)",
        "adresse e-mail", "adresse électronique", "adresse mail", "courriel", "adresse de courriel", "mél",
        "correo electrónico", "correo", "dirección de correo electrónico", "dirección de correo", "email del registro",
        "endereço de e-mail", "endereço eletrônico", "correio eletrónico", "correio eletrônico", "e-mail de registro",
        "メール", "メールアドレス", "eメール", "電子メール",
    ]),
    (Field::Login, &[
        "user principal name", "upn", "participant id (upn)", "login", "login name", "user name", "sign-in name", "account name",
        "benutzerprinzipalname", "benutzername", "anmeldename", "anmeldung", "kontoname", "nom d'utilisateur principal",
        "nom d'utilisateur", "identifiant", "nombre principal de usuario", "nombre de usuario", "usuario",
        "nome principal do usuário", "nome do usuário", "nome de utilizador", "usuário", "ユーザー プリンシパル名", "ユーザー名", "ログイン",
    ]),
    (Field::Id, &[
        "id", "identity id", "object id", "user id", "entra id", "azure ad id", "aad object id", "identitäts-id", "objekt-id", "objektkennung",
        "benutzer-id", "id d'identité", "id d'objet", "id. de identidad", "id de identidad", "id de objeto", "id da identidade", "id do objeto",
        "オブジェクトid", "ユーザーid",
    ]),
    (Field::Tenant, &["tenant", "tenant id", "mandant", "mandanten-id", "locataire", "inquilino", "テナント", "テナントid"]),
    (Field::Department, &[
        "department", "dept", "dept.", "department name", "abteilung", "abt", "abt.", "fachbereich", "bereich", "service", "département",
        "departamento", "depto", "depto.", "部署", "部門", "所属", "team", "équipe", "equipo", "equipe", "division", "unit",
        "business unit", "organisationseinheit", "org-einheit", "チーム",
    ]),
    (Field::CostCentre, &[
        "cost centre", "cost center", "kostenstelle", "kst", "centre de coûts", "centre de coût", "centro de coste", "centro de costes",
        "centro de costos", "centro de custo", "centro de custos", "コストセンター", "原価部門",
    ]),
    (Field::From, &[
        "from", "first day", "start", "start date", "valid from", "date of joining", "hire date", "entry date", "joined on",
        "von", "ab", "gültig ab", "eintritt", "eintrittsdatum", "beginn", "startdatum", "erster tag",
        "du", "de", "à partir du", "début", "date de début", "date d'entrée", "entrée", "premier jour",
        "desde", "inicio", "fecha de inicio", "fecha de alta", "fecha de ingreso", "alta", "primer día",
        "início", "data de início", "data de admissão", "admissão", "primeiro dia", "開始日", "入社日", "開始",
    ]),
    (Field::To, &[
        "to", "until", "last day", "end", "end date", "valid to", "valid until", "leaving date", "termination date", "exit date",
        "bis", "gültig bis", "austritt", "austrittsdatum", "ende", "enddatum", "letzter tag",
        "au", "jusqu'au", "fin", "date de fin", "date de sortie", "sortie", "dernier jour",
        "hasta", "fecha de fin", "fecha de baja", "baja", "último día",
        "até", "fim", "data de término", "data de saída", "data de fim", "último dia", "終了日", "退職日", "退社日", "終了",
    ]),
    (Field::Required, &[
        "required", "mandatory", "obligatory", "must attend", "attendance required", "expected", "pflicht", "pflichtteilnahme", "verpflichtend",
        "erwartet", "obligatoire", "présence obligatoire", "attendus", "attendu", "obligatorio", "obligatoria", "esperadas", "obrigatório",
        "obrigatória", "必須", "予定者",
    ]),
    (Field::Series, &[
        "series", "course", "course name", "class", "training", "serie", "reihe", "kurs", "kursname", "lehrgang", "schulung",
        "série", "cours", "formation", "curso", "シリーズ", "コース", "講座", "研修",
    ]),
    (Field::Title, &[
        "title", "subject", "meeting", "meeting title", "topic", "titel", "betreff", "thema", "besprechung", "besprechungstitel", "termin",
        "titre", "objet", "sujet", "réunion", "título", "asunto", "tema", "reunión", "assunto", "reunião", "件名", "タイトル", "会議", "会議名",
    ]),
    (Field::Start, &[
        "start", "meeting start", "scheduled start", "planned start", "start date", "start time", "begin", "begins", "from", "beginn", "beginnt am", "startdatum", "startzeit",
        "geplanter beginn", "von", "anfang", "début", "date de début", "commence le", "du", "de", "inicio", "fecha de inicio", "comienzo",
        "desde", "início", "data de início", "hora de início", "começo", "開始", "開始日時", "開始日", "開始時刻", "date", "datum", "fecha", "data", "日付",
    ]),
    (Field::StartTime, &[
        "start time", "begins at", "beginnt um", "startzeit", "beginnzeit", "uhrzeit beginn", "heure de début", "hora de inicio", "hora de comienzo",
        "hora de início", "開始時刻", "開始時間", "time", "uhrzeit", "zeit", "heure", "hora", "時刻",
    ]),
    (Field::End, &[
        "end", "meeting end", "scheduled end", "planned end", "end date", "end time", "ends", "to", "until", "ende", "endet am", "enddatum", "endzeit", "geplantes ende", "bis",
        "fin", "date de fin", "termine le", "au", "fecha de finalización", "fecha de fin", "finalización", "hasta",
        "fim", "data de término", "data de fim", "término", "até", "終了", "終了日時", "終了日", "終了時刻",
    ]),
    (Field::EndTime, &[
        "end time", "ends at", "endet um", "endzeit", "uhrzeit ende", "heure de fin", "hora de finalización", "hora de fin", "hora de término",
        "hora de fim", "終了時刻", "終了時間",
    ]),
    (Field::AllDay, &[
        "all day event", "all day", "ganztägiges ereignis", "ganztägig", "journée entière", "événement d'une journée", "todo el día",
        "evento de todo el día", "o dia inteiro", "evento de dia inteiro", "dia inteiro", "終日イベント", "終日",
    ]),
    (Field::ReportId, &[
        "report id", "report", "bericht", "berichts-id", "rapport", "id du rapport", "informe",
        "id del informe", "relatório", "id do relatório", "レポート", "レポートid",
    ]),
    (Field::File, &[
        "file", "file name", "source", "datei", "dateiname", "quelle", "fichier", "nom du fichier", "archivo", "origen", "origem", "元ファイル",
        "fichero", "arquivo", "ficheiro", "ファイル", "ファイル名",
    ]),
    (Field::Status, &[
        "status", "state", "registration status", "approval status", "stand", "zustand", "anmeldestatus", "registrierungsstatus", "statut",
        "état", "statut d'inscription", "estado", "estado de registro", "estado del registro", "situação", "estado da inscrição",
        "status da inscrição", "状態", "ステータス", "登録状況", "登録の状態", "turnout",
        "situación", "開催状況",
    ]),
    (Field::RegistrationId, &[
        "registration id", "registrant id", "id", "anmeldungs-id", "anmelde-id", "registrierungs-id", "id d'inscription", "id de registro",
        "id de inscripción", "id da inscrição", "id do registro", "登録id",
    ]),
];

impl Field {
    /// Returns what the column is called in messages.
    pub fn word(self) -> &'static str {
        self.words().first().copied().unwrap_or_default()
    }

    /// Returns what the column may be called, in order of precedence.
    pub fn words(self) -> &'static [&'static str] {
        let line = WORDS.iter().find(|(field, _)| *field == self);
        line.map_or(&[], |(_, words)| words)
    }

    /// Returns how well a heading names this column, the best as 0; `None` where it does not.
    ///
    /// A heading of several words for one thing, such as `Abteilung / Team`, or with a
    /// remark in brackets, is as good as its first part that is known.
    pub fn rank(self, heading: &str) -> Option<usize> {
        let whole = |text: &str| {
            let text = plain(text);
            let known = self.words().iter().position(|word| plain(word) == text);
            known.filter(|_| !text.is_empty())
        };
        let outside = heading.split(['(', '[']).next().unwrap_or_default();
        let parts = heading.split([',', '/', '|']).find_map(whole);
        whole(heading)
            .or_else(|| whole(outside).map(|rank| rank + 100))
            .or(parts.map(|rank| rank + 200))
    }

    /// Returns the word that a heading looks like without being it, as `departement` does.
    pub fn likely(self, heading: &str) -> Option<&'static str> {
        let heading: Vec<char> = plain(heading).chars().collect();
        let near = |word: &&&str| {
            let word: Vec<char> = plain(word).chars().collect();
            let shorter = word.len().min(heading.len());
            let allowed = match shorter {
                0..=4 => 0,
                5..=7 => 1,
                _ => 2,
            };
            distance(&heading, &word) <= allowed
        };
        self.words().iter().find(near).copied()
    }
}

/// Returns letters and digits alone, in lower case, without accents.
pub fn plain(heading: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    heading
        .nfkd()
        .filter(|sign| {
            sign.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(*sign)
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Returns how many letters must be added, taken away, changed or swapped with their
/// neighbour to make one word of the other.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, &letter) in one.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, &wanted) in other.iter().enumerate() {
            let changed = last[column] + usize::from(letter != wanted);
            let mut least = changed.min(last[column + 1] + 1).min(next[column] + 1);
            let swapped =
                row > 0 && column > 0 && letter == other[column - 1] && one[row - 1] == wanted;
            if swapped {
                let two_back: &Vec<usize> = &before;
                least = least.min(two_back[column - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut last, next);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_known_in_any_language_case_and_spelling() {
        for (field, heading) in [
            (Field::Email, "E-Mail-Adresse"),
            (Field::Email, "EMAIL"),
            (Field::Email, "Correo electrónico"),
            (Field::Login, "userPrincipalName"),
            (Field::Department, "Abteilung, Team"),
            (Field::Department, "部署"),
            (Field::CostCentre, "Kostenstelle (SAP)"),
            (Field::From, "Eintritt"),
            (Field::To, "Date de sortie"),
            (Field::Name, "Name, Vorname"),
        ] {
            assert!(field.rank(heading).is_some(), "{heading}");
        }
    }

    #[test]
    fn a_heading_that_only_looks_like_a_known_one_is_told_apart() {
        assert_eq!(Field::Department.rank("Departmnet"), None);
        assert_eq!(Field::Department.likely("Departmnet"), Some("department"));
        assert_eq!(Field::Department.likely("Personalnummer"), None);
        assert_eq!(Field::From.likely("form"), None);
    }

    #[test]
    fn no_column_has_a_word_twice() {
        for (field, words) in WORDS {
            let mut plain: Vec<_> = words.iter().map(|word| plain(word)).collect();
            plain.sort_unstable();
            let repeated = plain.windows(2).find(|pair| pair[0] == pair[1]);
            // Exports write one word in several ways; only its precedence counts.
            assert!(repeated.is_none_or(|pair| !pair[0].is_empty()), "{field:?}");
        }
    }
}
