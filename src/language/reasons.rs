//! Reasons in each language: why somebody has a status, and what became of a report.
//!
//! A reason is numbers and names. Each sentence has places for them; what people wrote goes
//! into its place as it is.

use super::words::fill;
use super::{Language, Status};
use crate::model::measure::{Measure, Need, Reached, shown_bound, time, time_beside};
use crate::model::reason::{
    BaselineSource, Excuse, Ground, MissingData, Reason, ReportReason, StatusReason,
};
use crate::model::time::Span;

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

// What follows a number of the service.
#[rustfmt::skip]
const TOTAL: Sentence = [" (reported total; the times are hidden)", " (gemeldete Gesamtzeit; die Zeiten sind verborgen)", " (total déclaré ; les heures sont masquées)", " (total informado; las horas están ocultas)", " (total informado; os horários estão ocultos)", "(報告された合計。時刻は非表示)"];
#[rustfmt::skip]
const TOTALS: Sentence = [" (reported totals; the times are hidden)", " (gemeldete Gesamtzeiten; die Zeiten sind verborgen)", " (totaux déclarés ; les heures sont masquées)", " (totales informados; las horas están ocultas)", " (totais informados; os horários estão ocultos)", "(報告された合計の和。時刻は非表示)"];

// What was measured beside its bound.
#[rustfmt::skip]
const NOT_JUDGED: Sentence = ["not judged, for the length of the meeting is not known; {range} there", "nicht beurteilt, weil die Dauer der Besprechung nicht bekannt ist; {range} da", "non évalué, car la durée de la réunion est inconnue ; présence de {range}", "sin valorar, porque no se conoce la duración de la reunión; presencia de {range}", "não avaliado, pois a duração da reunião é desconhecida; presença de {range}", "会議の長さが不明のため判定なし。参加 {range}"];
#[rustfmt::skip]
const SHARE_OPEN: Sentence = ["{range} of {length} = {low} % to {high} %, against {needed} %", "{range} von {length} = {low} % bis {high} %, gegen {needed} %", "{range} sur {length} = {low} % à {high} %, pour {needed} %", "{range} de {length} = {low} % a {high} %, frente a {needed} %", "{range} de {length} = {low} % a {high} %, ante {needed} %", "{length} 中 {range} = {low} %~{high} %、基準 {needed} %"];
#[rustfmt::skip]
const TIME_OPEN: Sentence = ["{range}, against {needed}", "{range}, gegen {needed}", "{range}, pour {needed}", "{range}, frente a {needed}", "{range}, ante {needed}", "{range}、基準 {needed}"];
#[rustfmt::skip]
const SHARE_TOO_LITTLE: Sentence = ["{range} of {length} = {share} % < {needed} %", "{range} von {length} = {share} % < {needed} %", "{range} sur {length} = {share} % < {needed} %", "{range} de {length} = {share} % < {needed} %", "{range} de {length} = {share} % < {needed} %", "{length} 中 {range} = {share} % < {needed} %"];
#[rustfmt::skip]
const SHARE_ENOUGH: Sentence = ["{range} of {length} = {share} % ≥ {needed} %", "{range} von {length} = {share} % ≥ {needed} %", "{range} sur {length} = {share} % ≥ {needed} %", "{range} de {length} = {share} % ≥ {needed} %", "{range} de {length} = {share} % ≥ {needed} %", "{length} 中 {range} = {share} % ≥ {needed} %"];
#[rustfmt::skip]
const TIME_TOO_LITTLE: Sentence = ["{range} < {needed}", "{range} < {needed}", "{range} < {needed}", "{range} < {needed}", "{range} < {needed}", "{range} < {needed}"];
#[rustfmt::skip]
const TIME_ENOUGH: Sentence = ["{range} ≥ {needed}", "{range} ≥ {needed}", "{range} ≥ {needed}", "{range} ≥ {needed}", "{range} ≥ {needed}", "{range} ≥ {needed}"];

// What else a status rests on.
#[rustfmt::skip]
const NOTHING_TOLD: Sentence = ["the report tells neither when nor how long", "der Bericht sagt weder wann noch wie lange", "le rapport ne dit ni quand ni combien de temps", "el informe no dice ni cuándo ni cuánto tiempo", "o relatório não diz nem quando nem por quanto tempo", "レポートに時刻も時間もありません"];
#[rustfmt::skip]
const NO_RECORD: Sentence = ["the report has no record of this person", "der Bericht hat keinen Datensatz dieser Person", "le rapport n’a aucun enregistrement de cette personne", "el informe no tiene ningún registro de esta persona", "o relatório não tem nenhum registro desta pessoa", "レポートにこの人のレコードがありません"];
#[rustfmt::skip]
const NAMESAKE: Sentence = ["somebody of this name is in the report, by another identity (see the suggestions)", "jemand dieses Namens ist im Bericht, mit anderer Identität (siehe Vorschläge)", "quelqu’un de ce nom est dans le rapport, sous une autre identité (voir les suggestions)", "alguien con este nombre está en el informe, con otra identidad (véanse las sugerencias)", "alguém com este nome está no relatório, com outra identidade (ver as sugestões)", "同じ名前の別の ID の人がレポートにいます(候補を参照)"];
#[rustfmt::skip]
const GUEST: Sentence = ["an unidentified guest in the report may be this person", "ein nicht identifizierter Gast im Bericht kann diese Person sein", "un invité non identifié du rapport peut être cette personne", "un invitado sin identificar del informe puede ser esta persona", "um convidado não identificado do relatório pode ser esta pessoa", "レポート内の特定できないゲストがこの人かもしれません"];
#[rustfmt::skip]
const GUESTS: Sentence = ["one of {guests} unidentified guests in the report may be this person", "einer von {guests} nicht identifizierten Gästen im Bericht kann diese Person sein", "l’un des {guests} invités non identifiés du rapport peut être cette personne", "uno de los {guests} invitados sin identificar del informe puede ser esta persona", "um dos {guests} convidados não identificados do relatório pode ser esta pessoa", "レポート内の特定できないゲスト {guests} 人の誰かがこの人かもしれません"];
#[rustfmt::skip]
const NO_REPORT: Sentence = ["there is no report of this meeting", "von dieser Besprechung gibt es keinen Bericht", "il n’y a pas de rapport de cette réunion", "no hay informe de esta reunión", "não há relatório desta reunião", "この会議のレポートがありません"];
#[rustfmt::skip]
const FAILED_REPORT: Sentence = ["the report of this meeting could not be used", "der Bericht dieser Besprechung war nicht verwendbar", "le rapport de cette réunion n’a pas pu être utilisé", "el informe de esta reunión no se pudo usar", "o relatório desta reunião não pôde ser usado", "この会議のレポートは使用できませんでした"];
#[rustfmt::skip]
const NO_RECORDS: Sentence = ["the report does not hold its records", "der Bericht enthält seine Datensätze nicht", "le rapport ne contient pas ses enregistrements", "el informe no contiene sus registros", "o relatório não contém seus registros", "レポートにレコードが含まれていません"];
#[rustfmt::skip]
const FEWER_RECORDS: Sentence = ["the report holds fewer records than it counts participants", "der Bericht enthält weniger Datensätze, als er Teilnehmer zählt", "le rapport contient moins d’enregistrements qu’il ne compte de participants", "el informe contiene menos registros que los participantes que cuenta", "o relatório contém menos registros do que os participantes que conta", "レコードの数がレポートの参加者数より少ないです"];

// What became of a report, or of a planned meeting.
#[rustfmt::skip]
const ALONE: Sentence = ["a meeting of its own", "eine eigene Besprechung", "une réunion à part entière", "una reunión propia", "uma reunião própria", "単独の会議"];
#[rustfmt::skip]
const FIRST_SESSION: Sentence = ["the first session of this meeting", "die erste Sitzung dieser Besprechung", "la première session de cette réunion", "la primera sesión de esta reunión", "a primeira sessão desta reunião", "この会議の最初のセッション"];
#[rustfmt::skip]
const SAME_TIME: Sentence = ["a session at the same time as the one before", "eine Sitzung zur selben Zeit wie die davor", "une session en même temps que la précédente", "una sesión al mismo tiempo que la anterior", "uma sessão ao mesmo tempo que a anterior", "前のセッションと同時のセッション"];
#[rustfmt::skip]
const GOES_ON: Sentence = ["goes on {time} after the session before", "geht {time} nach der Sitzung davor weiter", "reprend {time} après la session précédente", "continúa {time} después de la sesión anterior", "continua {time} após a sessão anterior", "前のセッションの {time} 後に再開"];
#[rustfmt::skip]
const REPEATS: Sentence = ["says the same as {report}", "sagt dasselbe wie {report}", "dit la même chose que {report}", "dice lo mismo que {report}", "diz o mesmo que {report}", "{report} と同じ内容"];
#[rustfmt::skip]
const VERSION_OF: Sentence = ["another version of {report}", "eine andere Fassung von {report}", "une autre version de {report}", "otra versión de {report}", "outra versão de {report}", "{report} の別の版"];
#[rustfmt::skip]
const OTHER_DAY: Sentence = ["of a day that was not asked for", "von einem Tag, nach dem nicht gefragt war", "d’un jour qui n’était pas demandé", "de un día que no se pidió", "de um dia que não foi pedido", "対象外の日"];
#[rustfmt::skip]
const OTHER_SERIES: Sentence = ["of a series that was not asked for", "aus einer Serie, nach der nicht gefragt war", "d’une série qui n’était pas demandée", "de una serie que no se pidió", "de uma série que não foi pedida", "対象外のシリーズ"];
#[rustfmt::skip]
const STRAY: Sentence = ["one person for {time}, away from the meetings of the series", "eine Person für {time}, abseits der Besprechungen der Serie", "une personne pendant {time}, hors des réunions de la série", "una persona durante {time}, fuera de las reuniones de la serie", "uma pessoa por {time}, fora das reuniões da série", "シリーズの会議とは別に 1 人が {time}"];
#[rustfmt::skip]
const UPCOMING: Sentence = ["planned for a time after the last report; nobody was due yet", "nach dem letzten Bericht geplant; noch war niemand verpflichtet", "prévue après le dernier rapport ; personne n’était encore attendu", "prevista para después del último informe; aún no se esperaba a nadie", "prevista para depois do último relatório; ninguém era esperado ainda", "最後のレポートより後の予定。まだ誰も対象ではありません"];
#[rustfmt::skip]
const CANCELLED: Sentence = ["cancelled by the plan; nobody was due", "laut Plan abgesagt; niemand war verpflichtet", "annulée par le plan ; personne n’était attendu", "cancelada según el plan; no se esperaba a nadie", "cancelada pelo plano; ninguém era esperado", "予定表で中止。対象者はいません"];
#[rustfmt::skip]
const UNREPORTED: Sentence = ["planned, and no report is of this meeting", "geplant, und kein Bericht ist von dieser Besprechung", "prévue, et aucun rapport n’est de cette réunion", "prevista, y ningún informe es de esta reunión", "prevista, e nenhum relatório é desta reunião", "予定されていますが、この会議のレポートはありません"];

// A length of time between bounds.
#[rustfmt::skip]
const AT_MOST: Sentence = ["at most {t}", "höchstens {t}", "au plus {t}", "como máximo {t}", "no máximo {t}", "最大 {t}"];
#[rustfmt::skip]
const AT_LEAST: Sentence = ["at least {t}", "mindestens {t}", "au moins {t}", "al menos {t}", "pelo menos {t}", "最小 {t}"];
#[rustfmt::skip]
const BETWEEN: Sentence = ["between {a} and {b}", "zwischen {a} und {b}", "entre {a} et {b}", "entre {a} y {b}", "entre {a} e {b}", "{a} から {b} の間"];

// Against what somebody was late or early.
#[rustfmt::skip]
const SCHEDULED: Sentence = ["scheduled", "geplant", "prévu", "previsto", "previsto", "予定"];
#[rustfmt::skip]
const ORGANIZER: Sentence = ["organizer", "Organisator", "organisateur", "organizador", "organizador", "開催者"];
#[rustfmt::skip]
const REPORT: Sentence = ["report", "Bericht", "rapport", "informe", "relatório", "レポート"];
#[rustfmt::skip]
const OBSERVED: Sentence = ["observed", "beobachtet", "observé", "observado", "observado", "実測"];

impl Language {
    /// Returns a reason in words.
    pub fn reason(self, reason: &Reason) -> String {
        match reason {
            Reason::OfStatus(reason) => self.reason_of_status(reason),
            Reason::OfReport(reason) => self.reason_of_report(reason),
        }
    }

    fn reason_of_status(self, reason: &StatusReason) -> String {
        let found = self.verdict(reason);
        let why = match &reason.excuse {
            None => return found,
            Some(Excuse::Written(why)) => why,
            Some(Excuse::NoReason) => NO_REASON[self as usize],
        };
        let excused = fill(EXCUSED[self as usize], &[("why", why), ("verdict", &found)]);
        let status = self.status(Status::Excused);
        format!("{status}{}{excused}", COLON[self as usize])
    }

    /// Returns the status by what was found, and why.
    fn verdict(self, reason: &StatusReason) -> String {
        let mut said = format!("{}{}", self.status(reason.found), COLON[self as usize]);
        let offsets = [(reason.late, LATE, "late"), (reason.early, EARLY, "early")];
        for (offset, sentence, place) in offsets {
            let Some(offset) = offset else { continue };
            let by = self.measure(&time_beside(offset.by, offset.limit));
            let (limit, from) = (
                self.time_of_reason(offset.limit),
                self.baseline(offset.from),
            );
            let values = [(place, &*by), ("from", from), ("limit", &limit)];
            said += &fill(sentence[self as usize], &values);
            said += SEMICOLON[self as usize];
        }
        said + &self.ground(&reason.ground)
    }

    const fn baseline(self, source: BaselineSource) -> &'static str {
        let sentence = match source {
            BaselineSource::Scheduled => SCHEDULED,
            BaselineSource::Organizer => ORGANIZER,
            BaselineSource::Report => REPORT,
            BaselineSource::Observed => OBSERVED,
        };
        sentence[self as usize]
    }

    fn ground(self, ground: &Ground) -> String {
        let sentence = match ground {
            Ground::Measured(measure, need) => return self.compared(measure, *need),
            Ground::Guests(guests @ (0 | 2..)) => {
                return fill(GUESTS[self as usize], &[("guests", &guests.to_string())]);
            }
            Ground::Guests(1) => GUEST,
            Ground::NothingTold => NOTHING_TOLD,
            Ground::NoRecord => NO_RECORD,
            Ground::Namesake => NAMESAKE,
            Ground::Missing(missing) => lacking(*missing),
        };
        sentence[self as usize].to_owned()
    }

    /// Returns what was measured beside the bound, such as `41 min of 60 min = 68 % < 75 %`.
    fn compared(self, measure: &Measure, need: Need) -> String {
        let reached = measure.reaches(need);
        let percent = |span, needed| self.measure(&measure.shown_share(span, needed).to_string());
        // What decides: nobody is told for certain what the most is where there is none.
        let counted = match (reached, measure.most) {
            (Reached::No, Some(most)) => most,
            (Reached::Yes | Reached::No | Reached::Maybe, _) => measure.least,
        };
        let time_needed = |needed| self.time_of_reason(needed);
        let range = self.range(measure, need, reached, counted);
        let length = self.time_of_reason(measure.length);
        let said = match (need, reached) {
            (Need::Share(_), Reached::Maybe) if measure.length == Span::ZERO => {
                fill(NOT_JUDGED[self as usize], &[("range", &range)])
            }
            (Need::Share(needed), Reached::Maybe) => {
                let low = percent(measure.least, needed);
                let high = percent(measure.most.unwrap_or(measure.length), needed);
                let needed = self.measure(&shown_bound(needed).to_string());
                let values = [
                    ("range", &*range),
                    ("length", &length),
                    ("low", &low),
                    ("high", &high),
                    ("needed", &needed),
                ];
                fill(SHARE_OPEN[self as usize], &values)
            }
            (Need::Share(needed), Reached::Yes | Reached::No) => {
                let sentence = match reached {
                    Reached::No => SHARE_TOO_LITTLE,
                    Reached::Yes | Reached::Maybe => SHARE_ENOUGH,
                };
                let share = percent(counted, needed);
                let needed = self.measure(&shown_bound(needed).to_string());
                let values = [
                    ("range", &*range),
                    ("length", &length),
                    ("share", &share),
                    ("needed", &needed),
                ];
                fill(sentence[self as usize], &values)
            }
            (Need::Time(needed), _) => {
                let sentence = match reached {
                    Reached::Yes => TIME_ENOUGH,
                    Reached::No => TIME_TOO_LITTLE,
                    Reached::Maybe => TIME_OPEN,
                };
                let values = [("range", &*range), ("needed", &time_needed(needed))];
                fill(sentence[self as usize], &values)
            }
        };
        let told = match (measure.hidden, measure.is_exact()) {
            (false, _) => "",
            (true, true) => TOTAL[self as usize],
            (true, false) => TOTALS[self as usize],
        };
        said + told
    }

    /// Returns how long somebody was there, as far as it decides.
    fn range(self, measure: &Measure, need: Need, reached: Reached, counted: Span) -> String {
        let between =
            |sentence: Sentence, time: &str| fill(sentence[self as usize], &[("t", time)]);
        match (reached, measure.most) {
            (Reached::Maybe, Some(most)) if !measure.is_exact() => {
                let [least, most] = [measure.least, most].map(|span| self.time_of_reason(span));
                fill(BETWEEN[self as usize], &[("a", &least), ("b", &most)])
            }
            (Reached::Maybe, Some(_)) => self.time_of_reason(measure.least),
            (Reached::Maybe, None) => between(AT_LEAST, &self.time_of_reason(measure.least)),
            (Reached::Yes | Reached::No, _) => {
                let counted = self.measure(&match need {
                    Need::Time(needed) => time_beside(counted, needed),
                    Need::Share(_) => time(counted),
                });
                match reached {
                    _ if measure.is_exact() => counted,
                    Reached::No => between(AT_MOST, &counted),
                    Reached::Yes | Reached::Maybe => between(AT_LEAST, &counted),
                }
            }
        }
    }

    fn time_of_reason(self, span: Span) -> String {
        self.measure(&time(span))
    }

    fn reason_of_report(self, reason: &ReportReason) -> String {
        let (sentence, place, value) = match reason {
            ReportReason::GoesOn(pause) => (GOES_ON, "time", self.time_of_reason(*pause)),
            ReportReason::Stray(length) => (STRAY, "time", self.time_of_reason(*length)),
            ReportReason::Repeats(report) => (REPEATS, "report", report.to_string()),
            ReportReason::VersionOf(report) => (VERSION_OF, "report", report.to_string()),
            ReportReason::Missing(missing) => (lacking(*missing), "", String::new()),
            ReportReason::Alone => (ALONE, "", String::new()),
            ReportReason::FirstSession => (FIRST_SESSION, "", String::new()),
            ReportReason::SameTime => (SAME_TIME, "", String::new()),
            ReportReason::OtherDay => (OTHER_DAY, "", String::new()),
            ReportReason::OtherSeries => (OTHER_SERIES, "", String::new()),
            ReportReason::Upcoming => (UPCOMING, "", String::new()),
            ReportReason::Cancelled => (CANCELLED, "", String::new()),
            ReportReason::Unreported => (UNREPORTED, "", String::new()),
        };
        fill(sentence[self as usize], &[(place, &value)])
    }
}

/// Returns what says which data a meeting lacks.
const fn lacking(missing: MissingData) -> Sentence {
    match missing {
        MissingData::NoReport => NO_REPORT,
        MissingData::FailedReport => FAILED_REPORT,
        MissingData::NoRecords => NO_RECORDS,
        MissingData::FewerRecords => FEWER_RECORDS,
    }
}

#[cfg(test)]
mod tests;
