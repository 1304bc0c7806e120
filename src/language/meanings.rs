//! What a row of each table is, and the words that tables hold, in each language.

use super::Language;

impl Language {
    /// What a row of a table is, by the English phrase; as it is where it has none.
    pub fn meaning(self, english: &str) -> &str {
        self.of(MEANINGS, english)
    }

    /// A status or outcome that a table holds, by the English word; as it is where it has none.
    pub fn value(self, english: &str) -> &str {
        self.of(VALUES, english)
    }

    fn of<'t>(self, lines: &[[&'static str; 6]], english: &'t str) -> &'t str {
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
    ["one row a meeting (attendance report)", "eine Zeile je Besprechung (Anwesenheitsbericht)", "une ligne par réunion (rapport de présence)", "una fila por reunión (informe de asistencia)", "uma linha por reunião (relatório de presença)", "1 行に 1 会議(出席レポート)"],
    ["one row a role over all meetings, and one for all roles", "eine Zeile je Rolle über alle Besprechungen und eine für alle Rollen", "une ligne par rôle pour toutes les réunions, et une pour tous les rôles", "una fila por rol en todas las reuniones y una para todos los roles", "uma linha por função em todas as reuniões e uma para todas as funções", "1 行に 1 役割(全会議)、および全役割の行"],
    ["one row a meeting and role", "eine Zeile je Besprechung und Rolle", "une ligne par réunion et rôle", "una fila por reunión y rol", "uma linha por reunião e função", "1 行に 1 会議の 1 役割"],
    ["one row a person and meeting (attendance record)", "eine Zeile je Person und Besprechung (Anwesenheitsdatensatz)", "une ligne par personne et réunion (enregistrement de présence)", "una fila por persona y reunión (registro de asistencia)", "uma linha por pessoa e reunião (registro de presença)", "1 行に 1 人の 1 会議(出席レコード)"],
    ["one row a join and leave", "eine Zeile je Beitritt und Austritt", "une ligne par arrivée et départ", "una fila por entrada y salida", "uma linha por entrada e saída", "1 行に 1 回の参加と退出"],
    ["one row a change of the number of people present", "eine Zeile je Änderung der Zahl der Anwesenden", "une ligne par changement du nombre de personnes présentes", "una fila por cambio del número de personas presentes", "uma linha por mudança do número de pessoas presentes", "参加人数が変わるごとに 1 行"],
    ["one row a finding, rejected and unreadable files included", "eine Zeile je Feststellung, auch zu abgelehnten und unlesbaren Dateien", "une ligne par constat, fichiers refusés et illisibles compris", "una fila por hallazgo, incluidos los archivos rechazados e ilegibles", "uma linha por constatação, inclusive de arquivos rejeitados e ilegíveis", "1 行に 1 指摘事項(却下・読取不能のファイルを含む)"],
    ["one row a person over all meetings", "eine Zeile je Person über alle Besprechungen", "une ligne par personne pour toutes les réunions", "una fila por persona en todas las reuniones", "uma linha por pessoa em todas as reuniões", "1 行に 1 人(全会議)"],
    ["one row a person and meeting, two sessions of one meeting united", "eine Zeile je Person und Besprechung, zwei Sitzungen einer Besprechung vereint", "une ligne par personne et réunion, deux séances d’une réunion réunies", "una fila por persona y reunión, unidas dos sesiones de una reunión", "uma linha por pessoa e reunião, duas sessões de uma reunião unidas", "1 行に 1 人の 1 会議(同じ会議の 2 回分は統合)"],
    ["one row a person who was expected, then one a person who came unexpected", "eine Zeile je erwarteter Person, dann eine je unerwartet gekommener", "une ligne par personne attendue, puis une par personne venue sans l’être", "una fila por persona esperada y después una por persona que vino sin serlo", "uma linha por pessoa esperada, depois uma por pessoa que veio sem ser esperada", "出席予定者ごとに 1 行、続いて予定外の参加者ごとに 1 行"],
    ["one row a department of the roster, and one for all", "eine Zeile je Abteilung der Soll-Liste und eine für alle", "une ligne par service de la liste attendue, et une pour tous", "una fila por departamento de la lista prevista y una para todos", "uma linha por departamento da lista prevista e uma para todos", "名簿の部署ごとに 1 行、および全体の行"],
    ["one row a person and month", "eine Zeile je Person und Monat", "une ligne par personne et mois", "una fila por persona y mes", "uma linha por pessoa e mês", "1 行に 1 人の 1 か月"],
    ["one row a person and ISO week", "eine Zeile je Person und ISO-Woche", "une ligne par personne et semaine ISO", "una fila por persona y semana ISO", "uma linha por pessoa e semana ISO", "1 行に 1 人の 1 ISO 週"],
    ["one row a person who fulfils the rule of --passed", "eine Zeile je Person, die die Regel von --passed erfüllt", "une ligne par personne qui remplit la règle de --passed", "una fila por persona que cumple la regla de --passed", "uma linha por pessoa que cumpre a regra de --passed", "--passed の条件を満たす人ごとに 1 行"],
    ["one row a registration, then one a person who came without", "eine Zeile je Anmeldung, dann eine je Person, die ohne kam", "une ligne par inscription, puis une par personne venue sans", "una fila por inscripción y después una por persona que vino sin ella", "uma linha por inscrição, depois uma por pessoa que veio sem ela", "登録ごとに 1 行、続いて未登録の参加者ごとに 1 行"],
    ["one row a meeting: how many came, how many stayed", "eine Zeile je Besprechung: wie viele kamen, wie viele blieben", "une ligne par réunion : combien sont venus, combien sont restés", "una fila por reunión: cuántos vinieron, cuántos se quedaron", "uma linha por reunião: quantos vieram, quantos ficaram", "1 行に 1 会議: 何人が参加し、何人が残ったか"],
    ["one row a report: which meeting it is a session of, and why", "eine Zeile je Bericht: zu welcher Besprechung er gehört und warum", "une ligne par rapport : de quelle réunion il est une séance, et pourquoi", "una fila por informe: de qué reunión es una sesión y por qué", "uma linha por relatório: de qual reunião é uma sessão e por quê", "1 行に 1 レポート: どの会議の開催回か、その理由"],
    ["one row a likely match of two people, which was not applied", "eine Zeile je wahrscheinlicher Übereinstimmung zweier Personen, die nicht angewandt wurde", "une ligne par rapprochement probable de deux personnes, non appliqué", "una fila por coincidencia probable de dos personas, no aplicada", "uma linha por correspondência provável de duas pessoas, não aplicada", "同一人物らしい 2 人ごとに 1 行(適用していません)"],
    ["one row a person, one column a meeting", "eine Zeile je Person, eine Spalte je Besprechung", "une ligne par personne, une colonne par réunion", "una fila por persona, una columna por reunión", "uma linha por pessoa, uma coluna por reunião", "1 行に 1 人、1 列に 1 会議"],
];

/// English, German, French, Spanish, Portuguese, Japanese.
#[rustfmt::skip]
pub(super) const VALUES: &[[&str; 6]] = &[
    ["present", "anwesend", "présent", "presente", "presente", "出席"],
    ["late", "verspätet", "en retard", "con retraso", "atrasado", "遅刻"],
    ["left early", "früher gegangen", "parti en avance", "salió antes", "saiu antes", "早退"],
    ["partial", "teilweise", "partiel", "parcial", "parcial", "部分出席"],
    ["excused", "entschuldigt", "excusé", "justificado", "justificado", "公欠"],
    ["absent", "abwesend", "absent", "ausente", "ausente", "欠席"],
    ["unknown", "unbekannt", "inconnu", "por determinar", "indeterminado", "不明"],
    ["attended", "teilgenommen", "présent", "asistió", "compareceu", "出席"],
    ["attended all", "an allen teilgenommen", "présent à toutes", "asistió a todas", "compareceu a todas", "すべて出席"],
    ["attended some", "an einigen teilgenommen", "présent à certaines", "asistió a algunas", "compareceu a algumas", "一部出席"],
    ["no-show", "nicht erschienen", "non venu", "no vino", "não veio", "不参加"],
    ["unexpected", "unerwartet", "inattendu", "no esperado", "inesperado", "予定外"],
    ["walk-in", "ohne Anmeldung", "sans inscription", "sin inscripción", "sem inscrição", "未登録の参加"],
    ["host", "Gastgeber", "hôte", "anfitrión", "anfitrião", "主催側"],
];
