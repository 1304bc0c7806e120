//! Findings in Spanish.

use super::{Explained, act, rest};
use crate::finding::Code;

/// Returns a finding in Spanish.
pub const fn explained(code: Code) -> Explained {
    match code {
        Code::Unreadable => act(
            "no se pudo leer la entrada",
            "Compruebe que el archivo existe, que es un archivo normal y que se puede leer.",
        ),
        Code::ArchiveDamaged => act(
            "no se pudo descomprimir la entrada comprimida",
            "Vuelva a obtener los informes o a comprimirlos.",
        ),
        Code::ArchiveTooLarge => act(
            "la entrada comprimida crece desmesuradamente al descomprimirse",
            "No se fíe de este archivo; si es suyo, descomprímalo antes.",
        ),
        Code::EmptyDocument => act(
            "la entrada está vacía",
            "Vuelva a obtener el informe; el guardado se interrumpió.",
        ),
        Code::Syntax => act(
            "la entrada no es ni JSON válido ni una tabla válida",
            "Vuelva a obtener el informe o corrija el archivo en el lugar indicado.",
        ),
        Code::NotAttendance => act(
            "la entrada no es un informe de asistencia",
            "Deje fuera este archivo o descargue el informe en Teams: Asistencia y luego Descargar.",
        ),
        Code::ErrorEnvelope => act(
            "la entrada es una respuesta de error de Microsoft Graph",
            "Vuelva a obtener el informe; la obtención que guardó este archivo falló.",
        ),
        Code::ChangeNotification => act(
            "la entrada es una notificación de cambio: anuncia un informe y no lo contiene",
            "Obtenga el informe que nombra la notificación.",
        ),
        Code::NoReports => act(
            "la entrada es una lista vacía",
            "Compruebe que la reunión había terminado cuando se obtuvo la lista.",
        ),
        Code::RecordsMissing => act(
            "el informe no contiene sus registros; eso no significa que no viniera nadie",
            "Obtenga el informe individual con $expand=attendanceRecords.",
        ),
        Code::PageMissing => act(
            "la respuesta dice que siguen más páginas, y no están en este archivo",
            "Obtenga también las páginas que hay tras @odata.nextLink.",
        ),
        Code::ListFull => act(
            "la lista tiene justo el máximo de informes que devuelve el servicio; pueden faltar anteriores",
            "Compare con el número de sesiones celebradas y obtenga los informes al menos cada 50 sesiones.",
        ),
        Code::ListMixed => act(
            "los informes de una lista tienen organizadores distintos y ninguna persona en común; probablemente son de varias reuniones",
            "Guarde los informes de cada reunión en una carpeta propia o nómbrelos en una lista de reuniones.",
        ),
        Code::WindowMissing => act(
            "el informe no tiene inicio y fin utilizables; el horario va de la primera entrada a la última salida",
            "Nada; para porcentajes exactos obtenga el informe en su forma actual.",
        ),
        Code::WindowReversed => act(
            "el informe termina antes de empezar",
            "Vuelva a obtener el informe y, si persiste, comuníquelo al servicio.",
        ),
        Code::CountMismatch => act(
            "el número de participantes difiere del número de registros",
            "Puede faltar alguien, porque se excluyó o porque la respuesta está cortada; vuelva a obtener el informe.",
        ),
        Code::SumMismatch => act(
            "la suma de intervalos difiere del total informado",
            "Revise los intervalos de esta persona; el archivo puede estar modificado o cortado.",
        ),
        Code::TotalMissing => act(
            "el registro no tiene total informado, por lo que su suma no se puede comprobar",
            "Use la suma de intervalos o vuelva a obtener el informe.",
        ),
        Code::IntervalsMissing => act(
            "el registro no tiene intervalos, por lo que su suma no se puede comprobar y la presencia se desconoce",
            "Puede que el inquilino oculte las horas; pregunte a su administrador.",
        ),
        Code::DuplicateRecord => act(
            "la misma persona ya tiene un registro en este informe; la presencia cuenta una vez",
            "Nada para la presencia; los totales y sumas de ambos registros se suman.",
        ),
        Code::RoleUnknown => rest("esta versión no conoce el rol; se conserva como está escrito"),
        Code::RoleMissing => act(
            "el registro no tiene rol",
            "Nada; el registro cuenta en «(sin rol)».",
        ),
        Code::IdentityPlaceholder => act(
            "el identificador o el correo es una palabra que no designa nada, como ceros o `unknown`; se trata como ausente",
            "Nada; solo este registro distingue a la persona.",
        ),
        Code::IdentityShared => act(
            "dos registros del mismo identificador o correo tienen nombres distintos",
            "Pregunte quiénes son: una cuenta compartida o alguien que cambió de nombre.",
        ),
        Code::IdentityEmpty => act(
            "el registro no dice quién es: ni id., ni nombre, ni correo",
            "Pregunte al organizador quién era; el registro cuenta igualmente.",
        ),
        Code::DurationMismatch => act(
            "la duración difiere de salida menos entrada",
            "Puede que un programa intermedio haya cortado las horas a segundos; es preferible la respuesta del propio servicio.",
        ),
        Code::DurationMissing => rest("el intervalo no tiene duración; se mide por sus horas"),
        Code::IntervalReversed => act(
            "el intervalo termina antes de empezar; no cuenta como presencia",
            "Vuelva a obtener el informe y, si persiste, comuníquelo al servicio.",
        ),
        Code::TimeMissing => act(
            "falta una entrada o una salida, como cuando el servicio no tiene los datos; el intervalo no cuenta como presencia",
            "Pregunte a la persona, si importa: el servicio no lo sabe.",
        ),
        Code::IntervalOverlap => act(
            "dos intervalos de una persona se solapan, como con dos dispositivos; el tiempo cuenta una vez",
            "Nada; la suma de intervalos lo cuenta dos veces, igual que el servicio.",
        ),
        Code::OutsideWindow => act(
            "el intervalo se sale 1 ms o más del inicio o el fin de la reunión",
            "Compruebe que los registros son de este informe; los porcentajes solo cuentan el tiempo de dentro.",
        ),
        Code::TimeUnreadable => act(
            "una hora no es una fecha y hora; se trata como ausente",
            "Guarde las horas en la forma 2026-11-23T09:00:00Z.",
        ),
        Code::TimeUnset => act(
            "una hora es 0001-01-01 o 9999-12-31, con lo que los programas dicen «sin definir»; se trata como ausente",
            "Nada, si al servicio le faltan los datos; si no, vuelva a obtener el informe.",
        ),
        Code::ZoneMissing => act(
            "las horas sin zona se leyeron como UTC",
            "Nada, si el archivo viene de Graph; si no, compruebe en qué zona se guardó.",
        ),
        Code::ZoneUnknown => act(
            "el archivo contiene horas locales y no dice de qué zona",
            "Indique dónde se descargó, por ejemplo --input-timezone Europe/Berlin.",
        ),
        Code::ZoneAssumed => act(
            "las horas locales sin zona se leyeron en la de --timezone",
            "Nada, si el archivo se descargó allí; si no, indique --input-timezone.",
        ),
        Code::DateAmbiguous => act(
            "el orden de día y mes no se ve en el archivo",
            "Indique --date-order dmy, mdy o ymd.",
        ),
        Code::ClockChange => act(
            "una hora local vino dos veces o ninguna, por un cambio de hora; cuenta la primera",
            "Pregunte a alguien que estuvo allí, si importa una hora.",
        ),
        Code::StayOpen => act(
            "la lista se guardó durante la reunión: faltan las últimas salidas y la presencia es desconocida",
            "Indique con --end HH:MM cuándo terminó la reunión, o descargue el informe después.",
        ),
        Code::EncodingAssumed => act(
            "el archivo, o una parte, está en otra codificación que UTF-8; se leyó en ella",
            "Mire los nombres; guarde el archivo como UTF-8 si están mal.",
        ),
        Code::TextGarbled => act(
            "hay nombres con los signos en que se convierten las letras con una codificación equivocada",
            "Descargue de nuevo el archivo sin guardarlo desde otro programa; en Excel elija CSV UTF-8.",
        ),
        Code::Wrapped => {
            rest("el informe estaba dentro de la respuesta de otro programa y se leyó allí")
        }
        Code::WrongType => act(
            "un valor tiene otro tipo JSON que el del esquema del informe; se trata como ausente",
            "Vuelva a obtener el informe o corrija el programa que lo guardó.",
        ),
        Code::DepthLost => act(
            "PowerShell guardó el archivo con una profundidad insuficiente y lo más profundo se perdió",
            "Guárdelo de nuevo con: … | ConvertTo-Json -Depth 10 | Out-File -Encoding utf8 report.json",
        ),
        Code::NumberOutOfRange => act(
            "un número es negativo o mayor que 2147483647; se trata como ausente",
            "Vuelva a obtener el informe o corrija el programa que lo guardó.",
        ),
        Code::NumberAsText => rest("números escritos como texto se leyeron como números"),
        Code::HalfCharacter => act(
            "un texto contenía medio carácter, cortado por un programa; se sustituyó por U+FFFD",
            "Nada para las cifras; el nombre se muestra con un signo de sustitución.",
        ),
        Code::KeyDuplicated => act(
            "un miembro aparece dos veces en un objeto; cuenta el último",
            "Corrija el programa que guardó el archivo.",
        ),
        Code::ReportRepeated => act(
            "el informe dice lo mismo que otro; cuenta una vez",
            "Nada; omita la copia si no desea este aviso.",
        ),
        Code::ReportSuperseded => act(
            "el informe es una versión anterior o más corta de otro, que cuenta en su lugar",
            "Nada, si el más reciente está completo; si no, elimine el incorrecto.",
        ),
    }
}
