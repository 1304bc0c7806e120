//! Findings in Portuguese.

use super::{Explained, act, rest};
use crate::finding::Code;

/// Returns a finding in Portuguese.
pub const fn explained(code: Code) -> Explained {
    match code {
        Code::Unreadable => act(
            "a entrada não pôde ser lida",
            "Verifique se o arquivo existe, se é um arquivo comum e se pode ser lido.",
        ),
        Code::ArchiveDamaged => act(
            "a entrada compactada não pôde ser descompactada",
            "Obtenha os relatórios novamente ou compacte-os outra vez.",
        ),
        Code::ArchiveTooLarge => act(
            "a entrada compactada cresce desmedidamente ao ser descompactada",
            "Não confie neste arquivo; se for seu, descompacte-o antes.",
        ),
        Code::EmptyDocument => act(
            "a entrada está vazia",
            "Obtenha o relatório novamente; o salvamento foi interrompido.",
        ),
        Code::Syntax => act(
            "a entrada não é nem JSON válido nem uma tabela válida",
            "Obtenha o relatório novamente ou corrija o arquivo no local indicado.",
        ),
        Code::NotAttendance => act(
            "a entrada não é um relatório de presença",
            "Deixe este arquivo de fora ou baixe o relatório no Teams: Participação e depois Baixar.",
        ),
        Code::ErrorEnvelope => act(
            "a entrada é uma resposta de erro do Microsoft Graph",
            "Obtenha o relatório novamente; a busca que salvou este arquivo falhou.",
        ),
        Code::ChangeNotification => act(
            "a entrada é uma notificação de alteração: anuncia um relatório e não contém nenhum",
            "Obtenha o relatório indicado pela notificação.",
        ),
        Code::NoReports => act(
            "a entrada é uma lista vazia",
            "Verifique se a reunião já havia terminado quando a lista foi obtida.",
        ),
        Code::RecordsMissing => act(
            "o relatório não contém seus registros; isso não significa que ninguém veio",
            "Obtenha o relatório individual com $expand=attendanceRecords.",
        ),
        Code::PageMissing => act(
            "a resposta diz que há mais páginas, e elas não estão neste arquivo",
            "Obtenha também as páginas após @odata.nextLink.",
        ),
        Code::ListFull => act(
            "a lista tem exatamente o máximo de relatórios que o serviço retorna; podem faltar mais antigos",
            "Compare com o número de sessões realizadas e obtenha os relatórios ao menos a cada 50 sessões.",
        ),
        Code::ListMixed => act(
            "relatórios de uma lista têm organizadores diferentes e ninguém em comum; provavelmente são de várias reuniões",
            "Salve os relatórios de cada reunião em uma pasta própria ou indique-os em uma lista de reuniões.",
        ),
        Code::WindowMissing => act(
            "o relatório não tem início e fim utilizáveis; o período vai da primeira entrada à última saída",
            "Nada; para percentuais exatos, obtenha o relatório em seu formato atual.",
        ),
        Code::WindowReversed => act(
            "o relatório termina antes de começar",
            "Obtenha o relatório novamente e, se persistir, informe ao serviço.",
        ),
        Code::CountMismatch => act(
            "o número de participantes difere do número de registros",
            "Alguém pode ter ficado de fora, por opção ou por uma resposta cortada; obtenha o relatório novamente.",
        ),
        Code::SumMismatch => act(
            "a soma dos intervalos difere do total informado",
            "Veja os intervalos desta pessoa; o arquivo pode ter sido editado ou cortado.",
        ),
        Code::TotalMissing => act(
            "o registro não tem total informado, por isso sua soma não pode ser conferida",
            "Use a soma dos intervalos ou obtenha o relatório novamente.",
        ),
        Code::IntervalsMissing => act(
            "o registro não tem intervalos, por isso sua soma não pode ser conferida e a presença é desconhecida",
            "O locatário pode ocultar os horários; pergunte ao administrador.",
        ),
        Code::DuplicateRecord => act(
            "a mesma pessoa já tem um registro neste relatório; a presença conta uma vez",
            "Nada para a presença; os totais e somas dos dois registros são somados.",
        ),
        Code::RoleUnknown => rest("esta versão não conhece a função; ela é mantida como escrita"),
        Code::RoleMissing => act(
            "o registro não tem função",
            "Nada; o registro conta em “(sem função)”.",
        ),
        Code::IdentityPlaceholder => act(
            "o identificador ou o e-mail é uma palavra que não designa nada, como zeros ou `unknown`; é tratado como ausente",
            "Nada; só este registro distingue a pessoa.",
        ),
        Code::IdentityShared => act(
            "dois registros do mesmo identificador ou e-mail têm nomes diferentes",
            "Pergunte quem são: uma conta compartilhada ou alguém que mudou de nome.",
        ),
        Code::IdentityEmpty => act(
            "o registro não diz quem é: sem ID, sem nome, sem e-mail",
            "Pergunte ao organizador quem era; o registro conta mesmo assim.",
        ),
        Code::DurationMismatch => act(
            "a duração difere de saída menos entrada",
            "Um programa intermediário pode ter cortado os horários em segundos; prefira a resposta do próprio serviço.",
        ),
        Code::DurationMissing => rest("o intervalo não tem duração; ela é medida pelos horários"),
        Code::IntervalReversed => act(
            "o intervalo termina antes de começar; não conta como presença",
            "Obtenha o relatório novamente e, se persistir, informe ao serviço.",
        ),
        Code::TimeMissing => act(
            "falta uma entrada ou saída, como quando o serviço não tem os dados; o intervalo não conta como presença",
            "Pergunte à pessoa, se for importante: o serviço não sabe.",
        ),
        Code::IntervalOverlap => act(
            "dois intervalos de uma pessoa se sobrepõem, como com dois dispositivos; o tempo conta uma vez",
            "Nada; a soma dos intervalos conta duas vezes, como o serviço.",
        ),
        Code::OutsideWindow => act(
            "o intervalo ultrapassa o início ou o fim da reunião em 1 ms ou mais",
            "Verifique se os registros pertencem a este relatório; os percentuais contam só o tempo dentro.",
        ),
        Code::TimeUnreadable => act(
            "um horário não é uma data e hora; é tratado como ausente",
            "Salve os horários no formato 2026-11-23T09:00:00Z.",
        ),
        Code::TimeUnset => act(
            "um horário é 0001-01-01 ou 9999-12-31, com que programas dizem “não definido”; é tratado como ausente",
            "Nada, se o serviço não tem os dados; senão, obtenha o relatório novamente.",
        ),
        Code::ZoneMissing => act(
            "horários sem fuso foram lidos como UTC",
            "Nada, se o arquivo vem do Graph; senão, verifique em que fuso ele foi salvo.",
        ),
        Code::ZoneUnknown => act(
            "o arquivo contém horas locais e não diz de qual fuso",
            "Diga onde foi baixado, por exemplo --input-timezone Europe/Berlin.",
        ),
        Code::ZoneAssumed => act(
            "horas locais sem fuso foram lidas no fuso de --timezone",
            "Nada, se o arquivo foi baixado lá; senão, indique --input-timezone.",
        ),
        Code::DateAmbiguous => act(
            "a ordem de dia e mês não aparece no arquivo",
            "Indique --date-order dmy, mdy ou ymd.",
        ),
        Code::ClockChange => act(
            "uma hora local veio duas vezes ou nenhuma, numa mudança de relógios; a primeira conta",
            "Pergunte a alguém que esteve lá, se uma hora importa.",
        ),
        Code::StayOpen => act(
            "a lista foi salva durante a reunião: faltam as últimas saídas e a presença é desconhecida",
            "Diga com --end HH:MM quando a reunião terminou, ou baixe o relatório depois.",
        ),
        Code::EncodingAssumed => act(
            "o arquivo, ou parte dele, está em outra codificação que UTF-8; foi lido nela",
            "Veja os nomes; salve o arquivo como UTF-8 se estiverem errados.",
        ),
        Code::TextGarbled => act(
            "há nomes com os sinais em que letras se tornam numa codificação errada",
            "Baixe o arquivo de novo sem salvá-lo em outro programa; no Excel, escolha CSV UTF-8.",
        ),
        Code::Wrapped => {
            rest("o relatório estava dentro da resposta de outro programa e foi lido ali")
        }
        Code::WrongType => act(
            "um valor tem outro tipo JSON que o do esquema do relatório; é tratado como ausente",
            "Obtenha o relatório novamente ou corrija o programa que o salvou.",
        ),
        Code::DepthLost => act(
            "o PowerShell salvou o arquivo com profundidade pequena demais, e o que está mais fundo se perdeu",
            "Salve novamente com: … | ConvertTo-Json -Depth 10 | Out-File -Encoding utf8 report.json",
        ),
        Code::NumberOutOfRange => act(
            "um número é negativo ou maior que 2147483647; é tratado como ausente",
            "Obtenha o relatório novamente ou corrija o programa que o salvou.",
        ),
        Code::NumberAsText => rest("números escritos como texto foram lidos como números"),
        Code::HalfCharacter => act(
            "um texto continha meio caractere, cortado por um programa; foi substituído por U+FFFD",
            "Nada para os números; o nome é exibido com um sinal de substituição.",
        ),
        Code::KeyDuplicated => act(
            "um membro aparece duas vezes em um objeto; vale o último",
            "Corrija o programa que salvou o arquivo.",
        ),
        Code::ReportRepeated => act(
            "o relatório diz o mesmo que outro; conta uma vez",
            "Nada; deixe a cópia de fora se não quiser este aviso.",
        ),
        Code::ReportSuperseded => act(
            "o relatório é uma versão mais antiga ou mais curta de outro, que conta no lugar dele",
            "Nada, se o mais novo estiver completo; caso contrário, remova o errado.",
        ),
    }
}
