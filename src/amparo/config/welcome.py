"""What ``./amparo init`` says and asks, in the language of the terminal: it is what a house promises."""

PICTURES = {
    "en": """
1  guía            a directory and routes, on screen and on paper. It keeps nothing about anybody.
                   One person, ten minutes. You promise to confirm what you list every few months.
2  acompañamiento  also messages without a name, cases, referrals, focal points and health.
                   Two people and a reader from outside. You promise to answer, and to keep keys.
3  red             also legal work, listening in the field, evidence and its release.
                   A small team. You promise two pairs of eyes on every figure.
What a profile lacks is not there: no page, no job, no data. You can change it later in the house file.
""",
    "es": """
1  guía            un directorio y caminos, en pantalla y en papel. No guarda nada de nadie.
                   Una persona, diez minutos. Prometes confirmar cada pocos meses lo que está en la lista.
2  acompañamiento  también mensajes sin nombre, casos, derivaciones, puntos focales y salud.
                   Dos personas y alguien de fuera que lee. Prometes contestar, y guardar las llaves.
3  red             también trabajo legal, escucha en el territorio, evidencia y su publicación.
                   Un equipo pequeño. Prometes que dos personas miran cada cifra.
Lo que un perfil no tiene, no está: ni página, ni tarea, ni datos. Puedes cambiarlo después en el archivo de la casa.
""",
    "pt": """
1  guía            um diretório e caminhos, na tela e no papel. Não guarda nada de ninguém.
                   Uma pessoa, dez minutos. Você promete confirmar a cada poucos meses o que está na lista.
2  acompañamiento  também mensagens sem nome, casos, encaminhamentos, pontos focais e saúde.
                   Duas pessoas e alguém de fora que lê. Você promete responder, e guardar as chaves.
3  red             também trabalho jurídico, escuta no território, evidência e sua publicação.
                   Uma equipe pequena. Você promete que duas pessoas olham cada número.
O que um perfil não tem não está lá: nem página, nem tarefa, nem dados. Você pode mudar depois no arquivo da casa.
""",
}
QUESTIONS = {
    "en": {
        "AMPARO_PROFILE": "Which one? 1, 2 or 3",
        "AMPARO_COUNTRY": "In which country are you? Two letters, or nothing",
        "AMPARO_NAME": "What name shall the pages carry? A plain one, that says nothing of what they are for",
    },
    "es": {
        "AMPARO_PROFILE": "¿Cuál? 1, 2 o 3",
        "AMPARO_COUNTRY": "¿En qué país estás? Dos letras, o nada",
        "AMPARO_NAME": "¿Qué nombre llevan las páginas? Uno cualquiera, que no diga para qué son",
    },
    "pt": {
        "AMPARO_PROFILE": "Qual? 1, 2 ou 3",
        "AMPARO_COUNTRY": "Em que país você está? Duas letras, ou nada",
        "AMPARO_NAME": "Que nome levam as páginas? Um qualquer, que não diga para que servem",
    },
}
