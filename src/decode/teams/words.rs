//! The words of Teams' CSV files in the languages that were seen, each list easy to add to.
//!
//! Structure comes first: what a column holds tells what it is. These words decide only
//! where structure does not: titles, roles, actions, and which half of the day.

use crate::model::role::Role;

/// The keys beside which the meeting's title stands.
pub(super) const TITLE: &[&str] = &[
    "meeting title",
    "title",
    "besprechungstitel",
    "titel der besprechung",
    "titre de la réunion",
    "título da reunião",
    "título de la reunión",
    "titolo riunione",
    "titolo della riunione",
    "titel van vergadering",
    "vergadertitel",
    "tytuł spotkania",
    "kokouksen otsikko",
    "mötesrubrik",
    "mødetitel",
    "møtetittel",
    "název schůzky",
    "название собрания",
    "会議のタイトル",
    "会议标题",
    "會議標題",
    "모임 제목",
];

/// The headings below which somebody's role stands.
pub(super) const ROLE: &[&str] = &[
    "role",
    "rolle",
    "rôle",
    "função",
    "papel",
    "rol",
    "ruolo",
    "rola",
    "rooli",
    "roll",
    "role účastníka",
    "роль",
    "役割",
    "角色",
    "역할",
];

/// What the heading of a registration's e-mail address holds, beside the word for mail.
pub(super) const REGISTRATION: &[&str] = &[
    "registration",
    "registered",
    "registrierung",
    "inscription",
    "registro",
    "inscripción",
    "inscrição",
    "登録",
];

/// The headings of Zoom's participants, two of which tell the file.
pub(super) const ZOOM: &[&str] = &[
    "name (original name)",
    "join time",
    "leave time",
    "duration (minutes)",
    "total duration (minutes)",
    "recording consent",
    "recording disclaimer response",
    "name (originalname)",
    "beitrittszeit",
    "verlassen um",
    "dauer (minuten)",
];

/// The headings of Google Meet's list of people, in the order in which they are wanted.
pub(super) const MEET: [&[&str]; 6] = [
    &["first name", "vorname", "prénom", "nombre", "nome", "名"],
    &[
        "last name",
        "nachname",
        "nom",
        "apellidos",
        "sobrenome",
        "姓",
    ],
    &[
        "time joined",
        "beigetreten um",
        "heure d'arrivée",
        "hora de entrada",
        "参加時刻",
    ],
    &[
        "time exited",
        "verlassen um",
        "heure de départ",
        "hora de salida",
        "hora de saída",
        "退出時刻",
    ],
    &["duration", "dauer", "durée", "duración", "duração", "時間"],
    &[
        "email",
        "e-mail",
        "e-mail-adresse",
        "adresse e-mail",
        "correo electrónico",
        "メール",
    ],
];

/// Names of roles; what is not here is kept as written.
const ROLES: &[(&[&str], Role<'static>)] = &[
    (
        &[
            "organizer",
            "organiser",
            "organisator",
            "organisateur",
            "organizador",
            "organizadora",
            "organizzatore",
            "organizator",
            "järjestäjä",
            "organisatör",
            "arrangør",
            "organizátor",
            "организатор",
            "開催者",
            "组织者",
            "召集人",
            "이끌이",
        ],
        Role::Organizer,
    ),
    (
        &[
            "co-organizer",
            "coorganizer",
            "co-organiser",
            "mitorganisator",
            "coorganisateur",
            "co-organisateur",
            "coorganizador",
            "共同開催者",
        ],
        Role::Coorganizer,
    ),
    (
        &[
            "presenter",
            "referent",
            "präsentierender",
            "présentateur",
            "apresentador",
            "moderador",
            "moderator",
            "presentatore",
            "relatore",
            "presentator",
            "prezenter",
            "esittäjä",
            "presentatör",
            "præsentator",
            "presentatør",
            "докладчик",
            "выступающий",
            "発表者",
            "演示者",
            "簡報者",
            "발표자",
        ],
        Role::Presenter,
    ),
    (
        &[
            "attendee",
            "teilnehmer",
            "teilnehmende",
            "participant",
            "participante",
            "asistente",
            "partecipante",
            "deelnemer",
            "uczestnik",
            "osallistuja",
            "deltagare",
            "deltager",
            "deltaker",
            "účastník",
            "участник",
            "出席者",
            "参加者",
            "与会者",
            "出席者",
            "참석자",
        ],
        Role::Attendee,
    ),
];

/// What an attendance list calls coming, also "joined before".
pub(super) const JOINED: &[&str] = &[
    "joined",
    "joined before",
    "beigetreten",
    "ist beigetreten",
    "zuvor beigetreten",
    "a rejoint",
    "a rejoint la réunion",
    "a rejoint auparavant",
    "entrou",
    "entrou antes",
    "ingressou",
    "se unió",
    "unido",
    "se ha unido",
    "si è unito",
    "partecipazione",
    "deelgenomen",
    "dołączono",
    "liittyi",
    "anslöt",
    "参加しました",
    "参加済み",
    "已加入",
];

/// What an attendance list calls leaving.
pub(super) const LEFT: &[&str] = &[
    "left",
    "verlassen",
    "hat verlassen",
    "a quitté",
    "parti",
    "saiu",
    "salió",
    "abandonó",
    "ha salido",
    "uscito",
    "ha abbandonato",
    "vertrokken",
    "opuszczono",
    "poistui",
    "lämnade",
    "退出しました",
    "退出済み",
    "已离开",
    "已離開",
];

/// Marks of the hours before noon.
pub(super) const MORNING: &[&str] = &[
    "am", "a.m.", "a. m.", "上午", "午前", "오전", "π.μ.", "πμ", "ص",
];
/// Marks of the hours from noon on.
pub(super) const AFTERNOON: &[&str] = &[
    "pm", "p.m.", "p. m.", "下午", "午後", "오후", "μ.μ.", "μμ", "م",
];

/// What a duration counts in hours, minutes or seconds; the longest beginning that fits counts.
pub(super) const UNITS: &[(&str, i64)] = &[
    ("h", 3600),
    ("std", 3600),
    ("stund", 3600),
    ("hour", 3600),
    ("heure", 3600),
    ("hora", 3600),
    ("ore", 3600),
    ("ora", 3600),
    ("uur", 3600),
    ("u", 3600),
    ("t", 3600),
    ("godz", 3600),
    ("g", 3600),
    ("tim", 3600),
    ("ч", 3600),
    ("時間", 3600),
    ("小时", 3600),
    ("小時", 3600),
    ("시간", 3600),
    ("m", 60),
    ("мин", 60),
    ("м", 60),
    ("分", 60),
    ("분", 60),
    ("s", 1),
    ("с", 1),
    ("сек", 1),
    ("秒", 1),
    ("초", 1),
];

/// Returns whether a text is one of the words, whatever its case and the blanks around it.
pub(super) fn is_one_of(words: &[&str], text: &str) -> bool {
    let text = text.trim().trim_end_matches(':').to_lowercase();
    words.contains(&text.as_str())
}

/// Returns the role that a word names in one of the known languages; `None` where it is none.
pub(super) fn role(word: &str) -> Option<Role<'static>> {
    let known = ROLES.iter().find(|(words, _)| is_one_of(words, word));
    known.map(|(_, role)| role.clone())
}
