//! What a row of each table is, and the words that tables hold, in each language.

use super::Language;

impl Language {
    /// Returns what a row of a table is, by the English phrase; as it is where it has none.
    pub fn meaning(self, english: &str) -> &str {
        self.of(MEANINGS, english)
    }

    /// Returns a status or outcome that a table holds, by the English word; as it is where it
    /// has none.
    pub fn value(self, english: &str) -> &str {
        self.of(VALUES, english)
    }

    /// Returns a phrase in this language, by the English one; as it is where it has none.
    pub(super) fn of<'t>(self, lines: &[[&'static str; 6]], english: &'t str) -> &'t str {
        if self == Self::English {
            return english;
        }
        let found = lines.iter().find(|line| line[0] == english);
        found.map_or(english, |line| line[self as usize])
    }
}

/// English, German, French, Spanish, Portuguese, Japanese.
#[rustfmt::skip]
pub(super) const MEANINGS: &[[&str; 6]] = &[
    ["one row per meeting, its sessions merged", "eine Zeile je Besprechung, ihre Sitzungen zusammengelegt", "une ligne par réunion, ses sessions réunies", "una fila por reunión, con sus sesiones unidas", "uma linha por reunião, com suas sessões unidas", "1 行に 1 会議(セッションは統合)"],
    ["one row per person over all meetings", "eine Zeile je Person über alle Besprechungen", "une ligne par personne pour toutes les réunions", "una fila por persona en todas las reuniones", "uma linha por pessoa em todas as reuniões", "1 行に 1 人(全会議)"],
    ["one row per person and meeting, two sessions of one meeting merged", "eine Zeile je Person und Besprechung, zwei Sitzungen einer Besprechung zusammengelegt", "une ligne par personne et réunion, deux sessions d’une réunion réunies", "una fila por persona y reunión, unidas dos sesiones de una reunión", "uma linha por pessoa e reunião, duas sessões de uma reunião unidas", "1 行に 1 人の 1 会議(同じ会議の 2 セッションは統合)"],
    ["one row per person who was expected, then one per person who came unexpected", "eine Zeile je erwarteter Person, dann eine je unerwartet gekommener", "une ligne par personne attendue, puis une par personne venue sans l’être", "una fila por persona esperada y después una por persona que vino sin serlo", "uma linha por pessoa esperada, depois uma por pessoa que veio sem ser esperada", "出席予定者ごとに 1 行、続いて予定外の参加者ごとに 1 行"],
    ["one row per person who missed a meeting that was due", "eine Zeile je Person, die einen Pflichttermin versäumt hat", "une ligne par personne qui a manqué une réunion attendue", "una fila por persona que faltó a una reunión prevista", "uma linha por pessoa que faltou a uma reunião prevista", "予定の会議に欠席したか時間が足りなかった人ごとに 1 行"],
    ["one row per department of the roster, and one for all", "eine Zeile je Abteilung der Soll-Liste und eine für alle", "une ligne par service de la liste attendue, et une pour tous", "una fila por departamento de la lista prevista y una para todos", "uma linha por departamento da lista prevista e uma para todos", "名簿の部署ごとに 1 行、および全体の行"],
    ["one row per person and month", "eine Zeile je Person und Monat", "une ligne par personne et mois", "una fila por persona y mes", "uma linha por pessoa e mês", "1 行に 1 人の 1 か月"],
    ["one row per person and ISO week", "eine Zeile je Person und ISO-Woche", "une ligne par personne et semaine ISO", "una fila por persona y semana ISO", "uma linha por pessoa e semana ISO", "1 行に 1 人の 1 ISO 週"],
    ["one row per person who fulfils the rule", "eine Zeile je Person, die die Regel erfüllt", "une ligne par personne qui remplit la règle", "una fila por persona que cumple la regla", "uma linha por pessoa que cumpre a regra", "条件を満たす人ごとに 1 行"],
    ["one row per registration, then one per person who came without", "eine Zeile je Anmeldung, dann eine je Person, die ohne kam", "une ligne par inscription, puis une par personne venue sans", "una fila por inscripción y después una por persona que vino sin ella", "uma linha por inscrição, depois uma por pessoa que veio sem ela", "登録ごとに 1 行、続いて未登録の参加者ごとに 1 行"],
    ["one row per meeting: how many came, how many stayed", "eine Zeile je Besprechung: wie viele kamen, wie viele blieben", "une ligne par réunion : combien sont venus, combien sont restés", "una fila por reunión: cuántos vinieron, cuántos se quedaron", "uma linha por reunião: quantos vieram, quantos ficaram", "1 行に 1 会議: 何人が参加し、何人が残ったか"],
    ["one row per report: which meeting it is a session of, or why it does not count", "eine Zeile je Bericht: zu welcher Besprechung er als Sitzung gehört oder warum er nicht zählt", "une ligne par rapport : de quelle réunion il est une session, ou pourquoi il ne compte pas", "una fila por informe: de qué reunión es una sesión o por qué no cuenta", "uma linha por relatório: de qual reunião é uma sessão ou por que não conta", "1 行に 1 レポート: どの会議のセッションか、または集計されない理由"],
    ["one row per likely match of two people, which was not applied", "eine Zeile je wahrscheinlicher Übereinstimmung zweier Personen, die nicht angewandt wurde", "une ligne par rapprochement probable de deux personnes, non appliqué", "una fila por coincidencia probable de dos personas, no aplicada", "uma linha por correspondência provável de duas pessoas, não aplicada", "同一人物らしい 2 人ごとに 1 行(適用していません)"],
    ["one row per role over all meetings, and one for all roles", "eine Zeile je Rolle über alle Besprechungen und eine für alle Rollen", "une ligne par rôle pour toutes les réunions, et une pour tous les rôles", "una fila por rol en todas las reuniones y una para todos los roles", "uma linha por função em todas as reuniões e uma para todas as funções", "1 行に 1 役割(全会議)、および全役割の行"],
    ["one row per meeting and role", "eine Zeile je Besprechung und Rolle", "une ligne par réunion et rôle", "una fila por reunión y rol", "uma linha por reunião e função", "1 行に 1 会議の 1 役割"],
    ["one row per change of the number of people present in a meeting", "eine Zeile je Änderung der Zahl der Anwesenden einer Besprechung", "une ligne par changement du nombre de personnes présentes dans une réunion", "una fila por cambio del número de personas presentes en una reunión", "uma linha por mudança do número de pessoas presentes em uma reunião", "会議の参加人数が変わるごとに 1 行"],
    ["one row per attendance report, as the service returned it", "eine Zeile je Anwesenheitsbericht, wie der Dienst ihn geliefert hat", "une ligne par rapport de présence, tel que le service l’a renvoyé", "una fila por informe de asistencia, tal como lo devolvió el servicio", "uma linha por relatório de presença, como o serviço o retornou", "1 行に 1 出席レポート(サービスが返したまま)"],
    ["one row per report and role", "eine Zeile je Bericht und Rolle", "une ligne par rapport et rôle", "una fila por informe y rol", "uma linha por relatório e função", "1 行に 1 レポートの 1 役割"],
    ["one row per attendance record, as the service returned it", "eine Zeile je Anwesenheitsdatensatz, wie der Dienst ihn geliefert hat", "une ligne par enregistrement de présence, tel que le service l’a renvoyé", "una fila por registro de asistencia, tal como lo devolvió el servicio", "uma linha por registro de presença, como o serviço o retornou", "1 行に 1 出席レコード(サービスが返したまま)"],
    ["one row per join and leave", "eine Zeile je Beitritt und Austritt", "une ligne par arrivée et départ", "una fila por entrada y salida", "uma linha por entrada e saída", "1 行に 1 回の参加と退出"],
    ["one row per finding, rejected and unreadable files included", "eine Zeile je Feststellung, auch zu abgelehnten und unlesbaren Dateien", "une ligne par constat, fichiers refusés et illisibles compris", "una fila por hallazgo, incluidos los archivos rechazados e ilegibles", "uma linha por constatação, inclusive de arquivos rejeitados e ilegíveis", "1 行に 1 指摘事項(却下・読取不能のファイルを含む)"],
    ["one row per person, one column per meeting", "eine Zeile je Person, eine Spalte je Besprechung", "une ligne par personne, une colonne par réunion", "una fila por persona, una columna por reunión", "uma linha por pessoa, uma coluna por reunião", "1 行に 1 人、1 列に 1 会議"],
];

/// English, German, French, Spanish, Portuguese, Japanese.
#[rustfmt::skip]
pub(super) const VALUES: &[[&str; 6]] = &[
    ["present", "anwesend", "présent", "presente", "presente", "出席"],
    ["late", "verspätet", "en retard", "con retraso", "atrasado", "遅刻"],
    ["left early", "früher gegangen", "départ anticipé", "salió antes", "saiu antes", "早退"],
    ["partial", "teilweise", "partiel", "parcial", "parcial", "部分出席"],
    ["excused", "entschuldigt", "excusé", "justificado", "justificado", "公欠"],
    ["absent", "gefehlt", "absent", "ausente", "ausente", "欠席"],
    ["unknown", "unbekannt", "inconnu", "por determinar", "indeterminado", "不明"],
    ["attended", "teilgenommen", "présent", "asistió", "compareceu", "出席"],
    ["attended all", "an allen teilgenommen", "présent à toutes", "asistió a todas", "compareceu a todas", "すべて出席"],
    ["attended some", "an einigen teilgenommen", "présent à certaines", "asistió a algunas", "compareceu a algumas", "一部出席"],
    ["no-show", "nicht erschienen", "non venu", "no vino", "não veio", "不参加"],
    ["absent where known", "gefehlt, soweit bekannt", "absent pour autant qu’on sache", "ausente, por lo que se sabe", "ausente, pelo que se sabe", "判明分はすべて欠席"],
    ["unexpected", "unerwartet", "inattendu", "no esperado", "inesperado", "予定外"],
    ["walk-in", "ohne Anmeldung", "sans inscription", "sin inscripción", "sem inscrição", "未登録の参加"],
    ["came, nothing due", "gekommen, ohne Pflichttermin", "venu, rien d’attendu", "vino, nada previsto", "veio, nada previsto", "出席(予定なし)"],
    ["nothing due", "kein Pflichttermin", "rien d’attendu", "nada previsto", "nada previsto", "予定なし"],
    ["required", "verpflichtend", "obligatoire", "obligatorio", "obrigatório", "必須"],
    ["optional", "freiwillig", "facultatif", "opcional", "opcional", "任意"],
    ["not expected", "nicht erwartet", "non attendu", "no previsto", "não previsto", "予定外"],
    ["counted", "gezählt", "compté", "contado", "contado", "集計済み"],
    ["merged", "zusammengelegt", "réuni", "unido", "unido", "統合"],
    ["counted once", "einmal gezählt", "compté une fois", "contado una vez", "contado uma vez", "1 回のみ集計"],
    ["not counted", "nicht gezählt", "non compté", "no contado", "não contado", "集計対象外"],
    ["set aside", "beiseitegelegt", "mis de côté", "apartado", "posto de lado", "除外"],
    ["left out", "ausgelassen", "laissé de côté", "omitido", "deixado de fora", "対象外"],
    ["held", "abgehalten", "tenue", "celebrada", "realizada", "開催済み"],
    ["upcoming", "bevorstehend", "à venir", "próxima", "futura", "開催予定"],
    ["cancelled", "abgesagt", "annulée", "cancelada", "cancelada", "中止"],
    ["not yet", "noch nicht", "pas encore", "todavía no", "ainda não", "未開催"],
    ["report not read", "Bericht nicht lesbar", "rapport illisible", "informe no legible", "relatório ilegível", "レポート読込不可"],
    ["no report", "kein Bericht", "aucun rapport", "sin informe", "sem relatório", "レポートなし"],
    ["host", "Gastgeber", "hôte", "anfitrión", "anfitrião", "主催側"],
];
