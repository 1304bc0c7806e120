//! Findings in German.

use super::{Explained, act, rest};
use crate::finding::Code;

/// Returns a finding in German.
pub const fn explained(code: Code) -> Explained {
    match code {
        Code::Unreadable => act(
            "die Eingabe konnte nicht gelesen werden",
            "Prüfen Sie, ob die Datei vorhanden und eine gewöhnliche Datei ist und gelesen werden darf.",
        ),
        Code::ArchiveDamaged => act(
            "die gepackte Eingabe konnte nicht entpackt werden",
            "Rufen Sie die Berichte erneut ab, oder packen Sie sie neu.",
        ),
        Code::ArchiveTooLarge => act(
            "die gepackte Eingabe wird entpackt über alle Maßen groß",
            "Trauen Sie dieser Datei nicht; ist es Ihre eigene, entpacken Sie sie vorher.",
        ),
        Code::EmptyDocument => act(
            "die Eingabe ist leer",
            "Rufen Sie den Bericht erneut ab; das Speichern wurde abgebrochen.",
        ),
        Code::Syntax => act(
            "die Eingabe ist weder gültiges JSON noch eine gültige Tabelle",
            "Rufen Sie den Bericht erneut ab, oder berichtigen Sie die Datei an der genannten Stelle.",
        ),
        Code::NotAttendance => act(
            "die Eingabe ist kein Anwesenheitsbericht",
            "Lassen Sie diese Datei weg, oder laden Sie den Bericht in Teams herunter: Anwesenheit, dann Herunterladen.",
        ),
        Code::ErrorEnvelope => act(
            "die Eingabe ist eine Fehlerantwort von Microsoft Graph",
            "Rufen Sie den Bericht erneut ab; der Abruf, der diese Datei speicherte, schlug fehl.",
        ),
        Code::ChangeNotification => act(
            "die Eingabe ist eine Änderungsbenachrichtigung: Sie kündigt einen Bericht an und enthält keinen",
            "Rufen Sie den Bericht ab, den die Benachrichtigung nennt.",
        ),
        Code::NoReports => act(
            "die Eingabe ist eine leere Liste",
            "Prüfen Sie, ob die Besprechung beim Abruf der Liste schon beendet war.",
        ),
        Code::RecordsMissing => act(
            "der Bericht enthält keine Datensätze; das heißt nicht, dass niemand da war",
            "Rufen Sie den einzelnen Bericht mit $expand=attendanceRecords ab.",
        ),
        Code::PageMissing => act(
            "laut Antwort folgen weitere Seiten, die nicht in dieser Datei stehen",
            "Rufen Sie auch die Seiten hinter @odata.nextLink ab.",
        ),
        Code::ListFull => act(
            "die Liste hat genau so viele Berichte, wie der Dienst höchstens liefert; ältere können fehlen",
            "Vergleichen Sie mit der Zahl der Sitzungen, und rufen Sie mindestens alle 50 Sitzungen ab.",
        ),
        Code::ListMixed => act(
            "Berichte einer Liste haben verschiedene Organisatoren und keine gemeinsamen Personen; sie gehören wohl zu mehreren Besprechungen",
            "Speichern Sie die Berichte jeder Besprechung in einem eigenen Ordner, oder nennen Sie sie in einer Besprechungsliste.",
        ),
        Code::WindowMissing => act(
            "der Bericht hat kein brauchbares Zeitfenster; es wird vom ersten Beitritt bis zum letzten Austritt genommen",
            "Nichts; für genaue Anteile rufen Sie den Bericht in seiner heutigen Form ab.",
        ),
        Code::WindowReversed => act(
            "der Bericht endet, bevor er beginnt",
            "Rufen Sie den Bericht erneut ab, und melden Sie es dem Dienst, wenn es so bleibt.",
        ),
        Code::CountMismatch => act(
            "die Teilnehmerzahl weicht von der Zahl der Datensätze ab",
            "Jemand kann fehlen, weil er widersprochen hat oder die Antwort gekürzt ist; rufen Sie den Bericht erneut ab.",
        ),
        Code::SumMismatch => act(
            "die Summe der Intervalle weicht von der gemeldeten Gesamtzeit ab",
            "Sehen Sie sich die Intervalle dieser Person an; die Datei kann verändert oder gekürzt sein.",
        ),
        Code::TotalMissing => act(
            "der Datensatz hat keine gemeldete Gesamtzeit, daher ist seine Summe nicht prüfbar",
            "Verwenden Sie die Summe der Intervalle, oder rufen Sie den Bericht erneut ab.",
        ),
        Code::IntervalsMissing => act(
            "der Datensatz hat keine Intervalle, daher ist seine Summe nicht prüfbar und die Anwesenheit unbekannt",
            "Der Mandant kann Zeiten verbergen; fragen Sie seinen Administrator.",
        ),
        Code::DuplicateRecord => act(
            "dieselbe Person hat in diesem Bericht schon einen Datensatz; die Anwesenheit zählt einmal",
            "Nichts für die Anwesenheit; Gesamtzeiten und Summen beider Datensätze werden addiert.",
        ),
        Code::RoleUnknown => {
            rest("die Rolle kennt diese Version nicht; sie bleibt, wie sie geschrieben ist")
        }
        Code::RoleMissing => act(
            "der Datensatz hat keine Rolle",
            "Nichts; der Datensatz zählt unter „(ohne Rolle)“.",
        ),
        Code::IdentityPlaceholder => act(
            "die ID oder E-Mail ist ein Wort, das für nichts steht, etwa Nullen oder `unknown`; sie gilt als fehlend",
            "Nichts; die Person wird nur durch diesen Datensatz unterschieden.",
        ),
        Code::IdentityShared => act(
            "zwei Datensätze mit derselben ID oder E-Mail haben verschiedene Namen",
            "Fragen Sie nach, wer sie sind: ein gemeinsames Konto oder ein geänderter Name.",
        ),
        Code::IdentityEmpty => act(
            "der Datensatz sagt nicht, um wen es geht: keine ID, kein Name, keine E-Mail",
            "Fragen Sie den Organisator, wer es war; der Datensatz zählt trotzdem.",
        ),
        Code::DurationMismatch => act(
            "die Dauer weicht von Austritt minus Beitritt ab",
            "Ein Programm dazwischen kann die Zeiten auf Sekunden gekürzt haben; nehmen Sie die Antwort des Dienstes selbst.",
        ),
        Code::DurationMissing => {
            rest("das Intervall hat keine Dauer; sie wird aus seinen Zeiten bestimmt")
        }
        Code::IntervalReversed => act(
            "das Intervall endet vor seinem Beginn; es zählt nicht als Anwesenheit",
            "Rufen Sie den Bericht erneut ab, und melden Sie es dem Dienst, wenn es so bleibt.",
        ),
        Code::TimeMissing => act(
            "Beitritt oder Austritt fehlt, wie beim Dienst, wenn ihm Daten fehlen; das Intervall zählt nicht als Anwesenheit",
            "Fragen Sie die Person, wenn es darauf ankommt: Der Dienst weiß es nicht.",
        ),
        Code::IntervalOverlap => act(
            "zwei Intervalle einer Person überschneiden sich, wie bei zwei Geräten; die Zeit zählt einmal",
            "Nichts; die Summe der Intervalle zählt sie zweimal, wie der Dienst.",
        ),
        Code::OutsideWindow => act(
            "das Intervall reicht um 1 ms oder mehr über Beginn oder Ende der Besprechung hinaus",
            "Prüfen Sie, ob die Datensätze zu diesem Bericht gehören; Anteile zählen nur die Zeit innerhalb.",
        ),
        Code::TimeUnreadable => act(
            "eine Zeit ist kein Zeitpunkt; sie gilt als fehlend",
            "Speichern Sie Zeiten in der Form 2026-11-23T09:00:00Z.",
        ),
        Code::TimeUnset => act(
            "eine Zeit ist 0001-01-01 oder 9999-12-31, womit Programme „nicht gesetzt“ meinen; sie gilt als fehlend",
            "Nichts, wenn dem Dienst die Daten fehlen; sonst rufen Sie den Bericht erneut ab.",
        ),
        Code::ZoneMissing => act(
            "Zeiten ohne Zeitzone wurden als UTC gelesen",
            "Nichts, wenn die Datei von Graph kommt; sonst prüfen Sie, in welcher Zeitzone sie gespeichert wurde.",
        ),
        Code::ZoneUnknown => act(
            "die Datei enthält Ortszeiten und sagt nicht, aus welcher Zone",
            "Sagen Sie, wo sie heruntergeladen wurde, etwa --input-timezone Europe/Berlin.",
        ),
        Code::ZoneAssumed => act(
            "Ortszeiten ohne Zone wurden in der Zone von --timezone gelesen",
            "Nichts, wenn die Datei dort heruntergeladen wurde; sonst geben Sie --input-timezone an.",
        ),
        Code::DateAmbiguous => act(
            "die Reihenfolge von Tag und Monat zeigt sich in der Datei nicht",
            "Geben Sie --date-order dmy, mdy oder ymd an.",
        ),
        Code::ClockChange => act(
            "eine Ortszeit kam zweimal oder nie vor, weil die Uhren umgestellt wurden; die erste gilt",
            "Fragen Sie jemanden, der dabei war, wenn es auf eine Stunde ankommt.",
        ),
        Code::StayOpen => act(
            "die Liste wurde während der Besprechung gespeichert: letzte Austritte fehlen, die Anwesenheit ist unbekannt",
            "Sagen Sie mit --end HH:MM, wann die Besprechung endete, oder laden Sie den Bericht danach herunter.",
        ),
        Code::EncodingAssumed => act(
            "die Datei oder ein Teil davon ist anders kodiert als in UTF-8; so wurde sie gelesen",
            "Sehen Sie die Namen an; speichern Sie die Datei als UTF-8, wenn sie falsch sind.",
        ),
        Code::TextGarbled => act(
            "Namen enthalten Zeichen, zu denen Buchstaben werden, wenn eine Datei falsch kodiert gespeichert wird",
            "Laden Sie die Datei erneut herunter, ohne sie aus einem anderen Programm zu speichern; in Excel wählen Sie CSV UTF-8.",
        ),
        Code::Wrapped => {
            rest("der Bericht stand in der Antwort eines anderen Programms und wurde dort gelesen")
        }
        Code::WrongType => act(
            "ein Wert hat einen anderen JSON-Typ, als das Schema des Berichts sagt; er gilt als fehlend",
            "Rufen Sie den Bericht erneut ab, oder berichtigen Sie das Programm, das ihn speicherte.",
        ),
        Code::DepthLost => act(
            "PowerShell hat die Datei mit zu kleiner Tiefe gespeichert; was tiefer liegt, ist verloren",
            "Speichern Sie erneut mit: … | ConvertTo-Json -Depth 10 | Out-File -Encoding utf8 report.json",
        ),
        Code::NumberOutOfRange => act(
            "eine Zahl ist negativ oder größer als 2147483647; sie gilt als fehlend",
            "Rufen Sie den Bericht erneut ab, oder berichtigen Sie das Programm, das ihn speicherte.",
        ),
        Code::NumberAsText => rest("als Text geschriebene Zahlen wurden als Zahlen gelesen"),
        Code::HalfCharacter => act(
            "ein Text enthielt ein halbes Zeichen, von einem Programm zerschnitten; es wurde durch U+FFFD ersetzt",
            "Nichts für die Zahlen; der Name wird mit einem Ersatzzeichen gezeigt.",
        ),
        Code::KeyDuplicated => act(
            "ein Element steht zweimal im selben Objekt; das letzte zählt",
            "Berichtigen Sie das Programm, das die Datei speicherte.",
        ),
        Code::ReportRepeated => act(
            "der Bericht sagt dasselbe wie ein anderer; er zählt einmal",
            "Nichts; lassen Sie die Kopie weg, wenn Sie den Hinweis nicht wünschen.",
        ),
        Code::ReportSuperseded => act(
            "der Bericht ist eine ältere oder kürzere Fassung eines anderen, der an seiner Stelle zählt",
            "Nichts, wenn der neuere vollständig ist; sonst entfernen Sie den falschen.",
        ),
    }
}
