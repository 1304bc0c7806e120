//! Reasons in each language: why somebody has a status, and what became of a report.
//!
//! A reason is made in English, with the numbers that decide in their places. Here it is
//! taken apart by the same sentence and put together again in another language; numbers,
//! titles and what people wrote go from place to place.

use super::{Language, Status};

/// A sentence in each language, in the order of [`Language::ALL`]; `{…}` is a place.
type Sentence = [&'static str; 6];

#[rustfmt::skip]
const LATE: Sentence = ["joined {late} after the start ({from}) > {limit}", "Beitritt {late} nach dem Beginn ({from}) > {limit}", "arrivée {late} après le début ({from}) > {limit}", "entrada {late} después del inicio ({from}) > {limit}", "entrada {late} após o início ({from}) > {limit}", "開始({from})から {late} 後に参加 > {limit}"];
#[rustfmt::skip]
const EARLY: Sentence = ["left {early} before the end ({from}) > {limit}", "Austritt {early} vor dem Ende ({from}) > {limit}", "départ {early} avant la fin ({from}) > {limit}", "salida {early} antes del final ({from}) > {limit}", "saída {early} antes do fim ({from}) > {limit}", "終了({from})より {early} 早く退出 > {limit}"];
#[rustfmt::skip]
const EXCUSED: Sentence = ["{why}; else {verdict}", "{why}; sonst {verdict}", "{why} ; sinon {verdict}", "{why}; si no, {verdict}", "{why}; senão {verdict}", "{why}。ほかの場合: {verdict}"];
#[rustfmt::skip]
const NO_REASON: Sentence = ["no reason given", "kein Grund genannt", "aucun motif indiqué", "sin motivo indicado", "nenhum motivo informado", "理由の記載なし"];

/// What stands between a status and its reason.
const COLON: Sentence = [": ", ": ", " : ", ": ", ": ", ": "];
/// What stands between two parts of a reason.
const SEMICOLON: Sentence = ["; ", "; ", " ; ", "; ", "; ", "。"];

/// What follows a number of the service.
#[rustfmt::skip]
const HIDDEN: [Sentence; 2] = [
    [" (reported total; the times are hidden)", " (gemeldete Gesamtzeit; die Zeiten sind verborgen)", " (total déclaré ; les heures sont masquées)", " (total informado; las horas están ocultas)", " (total informado; os horários estão ocultos)", "(報告された合計。時刻は非表示)"],
    [" (reported totals; the times are hidden)", " (gemeldete Gesamtzeiten; die Zeiten sind verborgen)", " (totaux déclarés ; les heures sont masquées)", " (totales informados; las horas están ocultas)", " (totais informados; os horários estão ocultos)", "(報告された合計の和。時刻は非表示)"],
];

/// What was measured beside its bound; those that others begin like come first.
#[rustfmt::skip]
const GROUNDS: [Sentence; 13] = [
    ["not judged, for the length of the meeting is not known; {range} there", "nicht beurteilt, weil die Dauer der Besprechung nicht bekannt ist; {range} da", "non évalué, car la durée de la réunion est inconnue ; présence de {range}", "sin valorar, porque no se conoce la duración de la reunión; presencia de {range}", "não avaliado, pois a duração da reunião é desconhecida; presença de {range}", "会議の長さが不明のため判定なし。参加 {range}"],
    ["{range} of {length} = {low} % to {high} %, against {needed} %", "{range} von {length} = {low} % bis {high} %, gegen {needed} %", "{range} sur {length} = {low} % à {high} %, pour {needed} %", "{range} de {length} = {low} % a {high} %, frente a {needed} %", "{range} de {length} = {low} % a {high} %, ante {needed} %", "{length} 中 {range} = {low} %~{high} %、基準 {needed} %"],
    ["{range}, against {needed}", "{range}, gegen {needed}", "{range}, pour {needed}", "{range}, frente a {needed}", "{range}, ante {needed}", "{range}、基準 {needed}"],
    ["{range} of {length} = {share} % < {needed} %", "{range} von {length} = {share} % < {needed} %", "{range} sur {length} = {share} % < {needed} %", "{range} de {length} = {share} % < {needed} %", "{range} de {length} = {share} % < {needed} %", "{length} 中 {range} = {share} % < {needed} %"],
    ["{range} of {length} = {share} % ≥ {needed} %", "{range} von {length} = {share} % ≥ {needed} %", "{range} sur {length} = {share} % ≥ {needed} %", "{range} de {length} = {share} % ≥ {needed} %", "{range} de {length} = {share} % ≥ {needed} %", "{length} 中 {range} = {share} % ≥ {needed} %"],
    ["{range} < {needed}", "{range} < {needed}", "{range} < {needed}", "{range} < {needed}", "{range} < {needed}", "{range} < {needed}"],
    ["{range} ≥ {needed}", "{range} ≥ {needed}", "{range} ≥ {needed}", "{range} ≥ {needed}", "{range} ≥ {needed}", "{range} ≥ {needed}"],
    ["the report tells neither when nor how long", "der Bericht sagt weder wann noch wie lange", "le rapport ne dit ni quand ni combien de temps", "el informe no dice ni cuándo ni cuánto tiempo", "o relatório não diz nem quando nem por quanto tempo", "レポートに時刻も時間もありません"],
    ["the report has no record of this person", "der Bericht hat keinen Datensatz dieser Person", "le rapport n’a aucun enregistrement de cette personne", "el informe no tiene ningún registro de esta persona", "o relatório não tem nenhum registro desta pessoa", "レポートにこの人のレコードがありません"],
    ["somebody of this name is in the report, by another identity (see the suggestions)", "jemand dieses Namens ist im Bericht, mit anderer Identität (siehe Vorschläge)", "quelqu’un de ce nom est dans le rapport, sous une autre identité (voir les suggestions)", "alguien con este nombre está en el informe, con otra identidad (véanse las sugerencias)", "alguém com este nome está no relatório, com outra identidade (ver as sugestões)", "同じ名前の別の ID の人がレポートにいます(候補を参照)"],
    ["an unidentified guest in the report may be this person", "ein nicht identifizierter Gast im Bericht kann diese Person sein", "un invité non identifié du rapport peut être cette personne", "un invitado sin identificar del informe puede ser esta persona", "um convidado não identificado do relatório pode ser esta pessoa", "レポート内の特定できないゲストがこの人かもしれません"],
    ["one of {guests} unidentified guests in the report may be this person", "einer von {guests} nicht identifizierten Gästen im Bericht kann diese Person sein", "l’un des {guests} invités non identifiés du rapport peut être cette personne", "uno de los {guests} invitados sin identificar del informe puede ser esta persona", "um dos {guests} convidados não identificados do relatório pode ser esta pessoa", "レポート内の特定できないゲスト {guests} 人の誰かがこの人かもしれません"],
    ["there is no report of this meeting", "von dieser Besprechung gibt es keinen Bericht", "il n’y a pas de rapport de cette réunion", "no hay informe de esta reunión", "não há relatório desta reunião", "この会議のレポートがありません"],
];

/// What became of a report, and what its data lack.
#[rustfmt::skip]
const OF_REPORTS: [Sentence; 15] = [
    ["the report of this meeting could not be used", "der Bericht dieser Besprechung war nicht verwendbar", "le rapport de cette réunion n’a pas pu être utilisé", "el informe de esta reunión no se pudo usar", "o relatório desta reunião não pôde ser usado", "この会議のレポートは使用できませんでした"],
    ["the report does not hold its records", "der Bericht enthält seine Datensätze nicht", "le rapport ne contient pas ses enregistrements", "el informe no contiene sus registros", "o relatório não contém seus registros", "レポートにレコードが含まれていません"],
    ["the report holds fewer records than it counts participants", "der Bericht enthält weniger Datensätze, als er Teilnehmer zählt", "le rapport contient moins d’enregistrements qu’il ne compte de participants", "el informe contiene menos registros que los participantes que cuenta", "o relatório contém menos registros do que os participantes que conta", "レコードの数がレポートの参加者数より少ないです"],
    ["a meeting of its own", "eine eigene Besprechung", "une réunion à part entière", "una reunión propia", "uma reunião própria", "単独の会議"],
    ["the first session of this meeting", "die erste Sitzung dieser Besprechung", "la première session de cette réunion", "la primera sesión de esta reunión", "a primeira sessão desta reunião", "この会議の最初のセッション"],
    ["a session at the same time as the one before", "eine Sitzung zur selben Zeit wie die davor", "une session en même temps que la précédente", "una sesión al mismo tiempo que la anterior", "uma sessão ao mesmo tempo que a anterior", "前のセッションと同時のセッション"],
    ["goes on {time} after the session before", "geht {time} nach der Sitzung davor weiter", "reprend {time} après la session précédente", "continúa {time} después de la sesión anterior", "continua {time} após a sessão anterior", "前のセッションの {time} 後に再開"],
    ["says the same as {report}", "sagt dasselbe wie {report}", "dit la même chose que {report}", "dice lo mismo que {report}", "diz o mesmo que {report}", "{report} と同じ内容"],
    ["another version of {report}", "eine andere Fassung von {report}", "une autre version de {report}", "otra versión de {report}", "outra versão de {report}", "{report} の別の版"],
    ["of a day that was not asked for", "von einem Tag, nach dem nicht gefragt war", "d’un jour qui n’était pas demandé", "de un día que no se pidió", "de um dia que não foi pedido", "対象外の日"],
    ["of a series that was not asked for", "aus einer Serie, nach der nicht gefragt war", "d’une série qui n’était pas demandée", "de una serie que no se pidió", "de uma série que não foi pedida", "対象外のシリーズ"],
    ["one person for {time}, away from the meetings of the series", "eine Person für {time}, abseits der Besprechungen der Serie", "une personne pendant {time}, hors des réunions de la série", "una persona durante {time}, fuera de las reuniones de la serie", "uma pessoa por {time}, fora das reuniões da série", "シリーズの会議とは別に 1 人が {time}"],
    ["planned for a time after the last report; nobody was due yet", "nach dem letzten Bericht geplant; noch war niemand verpflichtet", "prévue après le dernier rapport ; personne n’était encore attendu", "prevista para después del último informe; aún no se esperaba a nadie", "prevista para depois do último relatório; ninguém era esperado ainda", "最後のレポートより後の予定。まだ誰も対象ではありません"],
    ["cancelled by the plan; nobody was due", "laut Plan abgesagt; niemand war verpflichtet", "annulée par le plan ; personne n’était attendu", "cancelada según el plan; no se esperaba a nadie", "cancelada pelo plano; ninguém era esperado", "予定表で中止。対象者はいません"],
    ["planned, and no report is of this meeting", "geplant, und kein Bericht ist von dieser Besprechung", "prévue, et aucun rapport n’est de cette réunion", "prevista, y ningún informe es de esta reunión", "prevista, e nenhum relatório é desta reunião", "予定されていますが、この会議のレポートはありません"],
];

/// A length of time between bounds.
#[rustfmt::skip]
const RANGES: [Sentence; 3] = [
    ["at most {t}", "höchstens {t}", "au plus {t}", "como máximo {t}", "no máximo {t}", "最大 {t}"],
    ["at least {t}", "mindestens {t}", "au moins {t}", "al menos {t}", "pelo menos {t}", "最小 {t}"],
    ["between {a} and {b}", "zwischen {a} und {b}", "entre {a} et {b}", "entre {a} y {b}", "entre {a} e {b}", "{a} から {b} の間"],
];

/// Against what somebody was late or early.
#[rustfmt::skip]
const BASELINES: [Sentence; 4] = [
    ["scheduled", "geplant", "prévu", "previsto", "previsto", "予定"],
    ["organizer", "Organisator", "organisateur", "organizador", "organizador", "開催者"],
    ["report", "Bericht", "rapport", "informe", "relatório", "レポート"],
    ["observed", "beobachtet", "observé", "observado", "observado", "実測"],
];

impl Language {
    /// Returns an English reason in this language; as it is where it is none of ours.
    pub fn reason(self, english: &str) -> String {
        let carried = Carrier::new(Self::English, self).reason(english);
        carried.unwrap_or_else(|| english.to_owned())
    }
}

/// Returns the English form of a reason that is written in a language; `None` where it is
/// none of ours.
pub fn in_english(text: &str, language: Language) -> Option<String> {
    Carrier::new(language, Language::English).reason(text)
}

/// Carries sentences from one language to another.
#[derive(Clone, Copy)]
struct Carrier {
    from: Language,
    to: Language,
}

impl Carrier {
    const fn new(from: Language, to: Language) -> Self {
        Self { from, to }
    }

    fn reason(self, text: &str) -> Option<String> {
        self.verdict(text).or_else(|| self.ground(text))
    }

    /// Returns a status, and why.
    fn verdict(self, text: &str) -> Option<String> {
        let (word, rest) = text.split_once(COLON[self.from as usize])?;
        let mut all = Status::ALL.into_iter();
        let status = all.find(|&status| self.from.status(status) == word)?;
        let rest = match status {
            Status::Excused => self.excused(rest)?,
            _ => self.parts(rest)?,
        };
        let word = self.to.status(status);
        Some(format!("{word}{}{rest}", COLON[self.to as usize]))
    }

    /// Returns an excuse that somebody wrote, and what they would be without.
    fn excused(self, text: &str) -> Option<String> {
        let between = |language| {
            let sentence: &str = EXCUSED[language as usize];
            let sentence = sentence.strip_prefix("{why}")?;
            sentence.strip_suffix("{verdict}")
        };
        // What somebody wrote may hold anything, and a verdict does not hold these words.
        let (why, verdict) = text.rsplit_once(between(self.from)?)?;
        let why = self
            .carried(&NO_REASON, why)
            .unwrap_or_else(|| why.to_owned());
        let verdict = self.verdict(verdict)?;
        Some(why + between(self.to)? + &verdict)
    }

    /// Returns how late, how early, and what was measured beside its bound.
    fn parts(self, text: &str) -> Option<String> {
        let mut carried = Vec::new();
        let mut rest = text;
        for sentence in [&LATE, &EARLY] {
            let next = rest.split_once(SEMICOLON[self.from as usize]);
            if let Some((first, behind)) = next
                && let Some(first) = self.carried(sentence, first)
            {
                carried.push(first);
                rest = behind;
            }
        }
        carried.push(self.ground(rest)?);
        Some(carried.join(SEMICOLON[self.to as usize]))
    }

    fn ground(self, text: &str) -> Option<String> {
        for hidden in &HIDDEN {
            if let Some(before) = text.strip_suffix(hidden[self.from as usize]) {
                return Some(self.ground(before)? + hidden[self.to as usize]);
            }
        }
        let all = GROUNDS.iter().chain(&OF_REPORTS);
        all.filter_map(|sentence| self.carried(sentence, text))
            .next()
    }

    /// Returns a sentence with its values in the places of the other language; `None` where the
    /// text is not this sentence.
    fn carried(self, sentence: &Sentence, text: &str) -> Option<String> {
        let values = values(sentence[self.from as usize], text)?;
        let mut carried = String::new();
        let mut rest: &str = sentence[self.to as usize];
        while let Some((before, behind)) = rest.split_once('{') {
            let (place, after) = behind.split_once('}')?;
            let (_, value) = values.iter().find(|(name, _)| *name == place)?;
            carried += before;
            carried += &self.value(place, value)?;
            rest = after;
        }
        Some(carried + rest)
    }

    fn value(self, place: &str, value: &str) -> Option<String> {
        match place {
            "report" | "guests" => Some(value.to_owned()),
            "from" => BASELINES.iter().find_map(|one| self.carried(one, value)),
            "range" => {
                let range = RANGES.iter().find_map(|one| self.carried(one, value));
                range.or_else(|| self.measure(value))
            }
            _ => self.measure(value),
        }
    }

    /// Returns a number with its unit; `None` for anything else.
    fn measure(self, value: &str) -> Option<String> {
        let english = match self.from {
            Language::English => value.to_owned(),
            Language::Japanese => value.replace('分', "min").replace('秒', "s"),
            Language::German | Language::French | Language::Spanish | Language::Portuguese => {
                value.replace(',', ".")
            }
        };
        let is_number = |word: &str| {
            word.bytes()
                .all(|sign| sign.is_ascii_digit() || sign == b'.')
        };
        let is_measure = |word: &str| is_number(word) || matches!(word, "min" | "s");
        let is_one = !english.is_empty() && english.split(' ').all(is_measure);
        is_one.then(|| self.to.measure(&english))
    }
}

/// Returns what stands in the places of a sentence; `None` where the text is another one.
fn values<'t>(sentence: &'static str, text: &'t str) -> Option<Vec<(&'static str, &'t str)>> {
    let (first, places) = sentence.split_once('{').unwrap_or((sentence, ""));
    let mut rest = text.strip_prefix(first)?;
    let mut values = Vec::new();
    for place in places.split_terminator('{') {
        let (name, after) = place.split_once('}')?;
        let is_last = values.len() + 1 == sentence.matches('{').count();
        let value = match (after, is_last) {
            (after, true) => {
                let value = rest.strip_suffix(after)?;
                rest = "";
                value
            }
            (after, false) => {
                let (value, behind) = rest.split_once(after)?;
                rest = behind;
                value
            }
        };
        values.push((name, value));
    }
    rest.is_empty().then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns whether a reason is known in every language, and is the same when it comes back.
    fn comes_back(english: &str) -> bool {
        Language::ALL.into_iter().all(|language| {
            let there = Carrier::new(Language::English, language).reason(english);
            let back = there.and_then(|text| in_english(&text, language));
            back.as_deref() == Some(english)
        })
    }

    #[test]
    fn a_reason_has_its_numbers_in_their_places_in_every_language() {
        let reason = "partial: left 19 min 7 s before the end (scheduled) > 5 min; 41 min of 60 min = 68.4 % < 75 %";
        let said = [
            reason,
            "teilweise: Austritt 19 min 7 s vor dem Ende (geplant) > 5 min; 41 min von 60 min = 68,4 % < 75 %",
            "partiel : départ 19 min 7 s avant la fin (prévu) > 5 min ; 41 min sur 60 min = 68,4 % < 75 %",
            "parcial: salida 19 min 7 s antes del final (previsto) > 5 min; 41 min de 60 min = 68,4 % < 75 %",
            "parcial: saída 19 min 7 s antes do fim (previsto) > 5 min; 41 min de 60 min = 68,4 % < 75 %",
            "部分出席: 終了(予定)より 19 分 7 秒 早く退出 > 5 分。60 分 中 41 分 = 68.4 % < 75 %",
        ];
        for (language, said) in Language::ALL.into_iter().zip(said) {
            assert_eq!(language.reason(reason), said);
        }
    }

    #[test]
    fn an_excuse_stays_as_it_was_written_and_what_it_excuses_is_translated() {
        let reason =
            "excused: sick; else late; else absent: the report has no record of this person";
        assert_eq!(
            Language::German.reason(reason),
            "entschuldigt: sick; else late; sonst gefehlt: der Bericht hat keinen Datensatz dieser Person"
        );
        assert!(comes_back(reason));
        assert!(comes_back(
            "excused: no reason given; else partial: 1 s < 45 min"
        ));
    }

    #[test]
    fn every_sentence_comes_back_from_every_language() {
        for sentence in GROUNDS.iter().chain(&OF_REPORTS) {
            let filled = sentence[0]
                .replace("{range}", "between 1 min and 2 min 0.5 s")
                .replace("{report}", "a. {b} of c")
                .replace("{guests}", "12");
            let mut filled: String = filled;
            for (place, value) in [
                ("length", "60 min"),
                ("needed", "75"),
                ("low", "1.5"),
                ("high", "3"),
                ("share", "2"),
                ("time", "3 min"),
            ] {
                filled = filled.replace(&format!("{{{place}}}"), value);
            }
            assert!(comes_back(&filled), "{filled}");
        }
    }

    #[test]
    fn what_is_no_reason_of_ours_stays_as_it_is() {
        for text in [
            "",
            "late: who knows",
            "x of y = z % < 3 %",
            "present: 1 apple < 2 min",
        ] {
            assert_eq!(Language::French.reason(text), text);
        }
    }
}
