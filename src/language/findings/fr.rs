//! Findings in French.

use super::{Explained, act, rest};
use crate::finding::Code;

/// Returns a finding in French.
pub const fn explained(code: Code) -> Explained {
    match code {
        Code::Unreadable => act(
            "l’entrée n’a pas pu être lue",
            "Vérifiez que le fichier existe, que c’est un fichier ordinaire et qu’il peut être lu.",
        ),
        Code::ArchiveDamaged => act(
            "l’entrée compressée n’a pas pu être décompressée",
            "Récupérez à nouveau les rapports, ou recompressez-les.",
        ),
        Code::ArchiveTooLarge => act(
            "l’entrée compressée prend une taille démesurée une fois décompressée",
            "Ne vous fiez pas à ce fichier ; s’il est à vous, décompressez-le d’abord.",
        ),
        Code::EmptyDocument => act(
            "l’entrée est vide",
            "Récupérez à nouveau le rapport ; l’enregistrement a été interrompu.",
        ),
        Code::Syntax => act(
            "l’entrée n’est ni du JSON valide ni un tableau valide",
            "Récupérez à nouveau le rapport, ou corrigez le fichier à l’endroit indiqué.",
        ),
        Code::NotAttendance => act(
            "l’entrée n’est pas un rapport de présence",
            "Laissez ce fichier de côté, ou téléchargez le rapport dans Teams : Présence, puis Télécharger.",
        ),
        Code::ErrorEnvelope => act(
            "l’entrée est une réponse d’erreur de Microsoft Graph",
            "Récupérez à nouveau le rapport ; la récupération qui a enregistré ce fichier a échoué.",
        ),
        Code::ChangeNotification => act(
            "l’entrée est une notification de changement : elle annonce un rapport et n’en contient pas",
            "Récupérez le rapport que la notification désigne.",
        ),
        Code::NoReports => act(
            "l’entrée est une liste vide",
            "Vérifiez que la réunion était terminée quand la liste a été récupérée.",
        ),
        Code::RecordsMissing => act(
            "le rapport ne contient pas ses enregistrements ; cela ne veut pas dire que personne n’est venu",
            "Récupérez le rapport seul avec $expand=attendanceRecords.",
        ),
        Code::PageMissing => act(
            "la réponse annonce d’autres pages, qui ne sont pas dans ce fichier",
            "Récupérez aussi les pages derrière @odata.nextLink.",
        ),
        Code::ListFull => act(
            "la liste compte exactement le nombre maximal de rapports que le service renvoie ; de plus anciens peuvent manquer",
            "Comparez avec le nombre de séances tenues, et récupérez au moins toutes les 50 séances.",
        ),
        Code::ListMixed => act(
            "des rapports d’une liste ont des organisateurs différents et personne en commun ; ils sont sans doute de plusieurs réunions",
            "Enregistrez les rapports de chaque réunion dans un dossier à part, ou nommez-les dans une liste de réunions.",
        ),
        Code::WindowMissing => act(
            "le rapport n’a pas de début et de fin utilisables ; la plage va de la première arrivée au dernier départ",
            "Rien ; pour des parts exactes, récupérez le rapport dans sa forme actuelle.",
        ),
        Code::WindowReversed => act(
            "le rapport se termine avant de commencer",
            "Récupérez à nouveau le rapport, et signalez-le au service si cela persiste.",
        ),
        Code::CountMismatch => act(
            "le nombre de participants diffère du nombre d’enregistrements",
            "Quelqu’un a pu être omis, par refus ou par une réponse tronquée ; récupérez à nouveau le rapport.",
        ),
        Code::SumMismatch => act(
            "la somme des intervalles diffère du total déclaré",
            "Examinez les intervalles de cette personne ; le fichier a pu être modifié ou tronqué.",
        ),
        Code::TotalMissing => act(
            "l’enregistrement n’a pas de total déclaré, sa somme ne peut donc pas être vérifiée",
            "Utilisez la somme des intervalles, ou récupérez à nouveau le rapport.",
        ),
        Code::IntervalsMissing => act(
            "l’enregistrement n’a pas d’intervalles : sa somme ne peut pas être vérifiée et la présence est inconnue",
            "Le locataire masque peut-être les heures ; demandez à son administrateur.",
        ),
        Code::DuplicateRecord => act(
            "la même personne a déjà un enregistrement dans ce rapport ; la présence compte une fois",
            "Rien pour la présence ; les totaux et les sommes des deux enregistrements s’ajoutent.",
        ),
        Code::RoleUnknown => rest("cette version ne connaît pas ce rôle ; il est gardé tel quel"),
        Code::RoleMissing => act(
            "l’enregistrement n’a pas de rôle",
            "Rien ; l’enregistrement compte sous « (sans rôle) ».",
        ),
        Code::IdentityPlaceholder => act(
            "l’identifiant ou l’e-mail est un mot qui ne désigne rien, comme des zéros ou `unknown` ; il est tenu pour manquant",
            "Rien ; seul cet enregistrement distingue la personne.",
        ),
        Code::IdentityShared => act(
            "deux enregistrements du même identifiant ou e-mail portent des noms différents",
            "Demandez qui c’est : un compte partagé, ou quelqu’un qui a changé de nom.",
        ),
        Code::IdentityEmpty => act(
            "l’enregistrement ne dit rien de la personne : ni ID, ni nom, ni e-mail",
            "Demandez à l’organisateur qui c’était ; l’enregistrement compte quand même.",
        ),
        Code::DurationMismatch => act(
            "la durée diffère de départ moins arrivée",
            "Un programme intermédiaire a pu tronquer les heures à la seconde ; préférez la réponse du service lui-même.",
        ),
        Code::DurationMissing => {
            rest("l’intervalle n’a pas de durée ; elle est mesurée d’après ses heures")
        }
        Code::IntervalReversed => act(
            "l’intervalle se termine avant de commencer ; il ne compte pas comme présence",
            "Récupérez à nouveau le rapport, et signalez-le au service si cela persiste.",
        ),
        Code::TimeMissing => act(
            "une arrivée ou un départ manque, comme lorsque le service n’a pas les données ; l’intervalle ne compte pas comme présence",
            "Demandez à la personne, si c’est important : le service ne le sait pas.",
        ),
        Code::IntervalOverlap => act(
            "deux intervalles d’une personne se chevauchent, comme avec deux appareils ; le temps compte une fois",
            "Rien ; la somme des intervalles le compte deux fois, comme le service.",
        ),
        Code::OutsideWindow => act(
            "l’intervalle dépasse d’au moins 1 ms le début ou la fin de la réunion",
            "Vérifiez que les enregistrements appartiennent à ce rapport ; les parts ne comptent que le temps à l’intérieur.",
        ),
        Code::TimeUnreadable => act(
            "une heure n’est pas une date-heure ; elle est traitée comme manquante",
            "Enregistrez les heures sous la forme 2026-11-23T09:00:00Z.",
        ),
        Code::TimeUnset => act(
            "une heure vaut 0001-01-01 ou 9999-12-31, par quoi des programmes disent « non défini » ; elle est traitée comme manquante",
            "Rien, si le service n’a pas les données ; sinon récupérez à nouveau le rapport.",
        ),
        Code::ZoneMissing => act(
            "des heures sans fuseau ont été lues comme UTC",
            "Rien, si le fichier vient de Graph ; sinon vérifiez dans quel fuseau il a été enregistré.",
        ),
        Code::ZoneUnknown => act(
            "le fichier contient des heures locales sans dire de quel fuseau",
            "Indiquez où il a été téléchargé, par exemple --input-timezone Europe/Berlin.",
        ),
        Code::ZoneAssumed => act(
            "des heures locales sans fuseau ont été lues dans celui de --timezone",
            "Rien, si le fichier y a été téléchargé ; sinon indiquez --input-timezone.",
        ),
        Code::DateAmbiguous => act(
            "l'ordre du jour et du mois n'apparaît pas dans le fichier",
            "Indiquez --date-order dmy, mdy ou ymd.",
        ),
        Code::ClockChange => act(
            "une heure locale est venue deux fois ou jamais, lors d'un changement d'heure ; la première compte",
            "Demandez à quelqu'un de présent, si une heure importe.",
        ),
        Code::StayOpen => act(
            "la liste a été enregistrée pendant la réunion : les derniers départs manquent, la présence est inconnue",
            "Indiquez la fin de la réunion avec --end HH:MM, ou téléchargez le rapport ensuite.",
        ),
        Code::EncodingAssumed => act(
            "le fichier, ou une partie, est dans un autre encodage que l'UTF-8 ; il a été lu dans celui-ci",
            "Vérifiez les noms ; enregistrez le fichier en UTF-8 s'ils sont faux.",
        ),
        Code::TextGarbled => act(
            "des noms contiennent les signes que deviennent les lettres dans un mauvais encodage",
            "Téléchargez à nouveau le fichier sans l'enregistrer d'un autre programme ; dans Excel, choisissez CSV UTF-8.",
        ),
        Code::Wrapped => {
            rest("le rapport se trouvait dans la réponse d'un autre programme et y a été lu")
        }
        Code::WrongType => act(
            "une valeur a un autre type JSON que celui du schéma du rapport ; elle est traitée comme manquante",
            "Récupérez à nouveau le rapport, ou corrigez le programme qui l’a enregistré.",
        ),
        Code::DepthLost => act(
            "PowerShell a enregistré le fichier avec une profondeur trop faible ; ce qui est plus profond est perdu",
            "Enregistrez-le à nouveau avec : … | ConvertTo-Json -Depth 10 | Out-File -Encoding utf8 report.json",
        ),
        Code::NumberOutOfRange => act(
            "un nombre est négatif ou supérieur à 2147483647 ; il est traité comme manquant",
            "Récupérez à nouveau le rapport, ou corrigez le programme qui l’a enregistré.",
        ),
        Code::NumberAsText => {
            rest("des nombres écrits comme du texte ont été lus comme des nombres")
        }
        Code::HalfCharacter => act(
            "un texte contenait une moitié de caractère, coupé par un programme ; elle a été remplacée par U+FFFD",
            "Rien pour les chiffres ; le nom est affiché avec un signe de remplacement.",
        ),
        Code::KeyDuplicated => act(
            "un membre figure deux fois dans un objet ; le dernier compte",
            "Corrigez le programme qui a enregistré le fichier.",
        ),
        Code::ReportRepeated => act(
            "le rapport dit la même chose qu’un autre ; il compte une fois",
            "Rien ; retirez la copie si vous ne souhaitez pas cet avis.",
        ),
        Code::ReportSuperseded => act(
            "le rapport est une version plus ancienne ou plus courte d’un autre, qui compte à sa place",
            "Rien, si le plus récent est complet ; sinon retirez le mauvais.",
        ),
    }
}
