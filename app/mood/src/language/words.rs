//! Short words that are written often, and letters that few languages have. Our own lists, from common knowledge of the languages.

use std::sync::LazyLock;

use super::Language;

/// A language's words, parted by blanks.
struct List {
    language: Language,
    words: &'static str,
}

/// The words of the languages of one script.
pub struct Words {
    /// Which languages are told apart by them.
    pub languages: u16,
    /// Sorted; a bit for each language that has the word, by its place.
    words: Vec<(&'static str, u16)>,
}

impl Words {
    fn of(lists: &[List]) -> Self {
        let mut words: Vec<(&str, u16)> = Vec::new();
        let mut languages = 0;
        for list in lists {
            languages |= list.language.bit();
            words.extend(
                list.words
                    .split(' ')
                    .map(|word| (word, list.language.bit())),
            );
        }
        words.sort_unstable();
        words.dedup_by(|next, known| {
            let is_same = next.0 == known.0;
            if is_same {
                known.1 |= next.1;
            }
            is_same
        });
        Self { languages, words }
    }

    /// The languages that have the word, a bit for each.
    pub fn having(&self, word: &str) -> u16 {
        let found = self.words.binary_search_by(|(known, _)| (*known).cmp(word));
        found.map_or(0, |at| self.words[at].1)
    }
}

/// In Latin letters.
pub static LATIN: LazyLock<Words> = LazyLock::new(|| Words::of(&IN_LATIN));
/// In Cyrillic letters.
pub static CYRILLIC: LazyLock<Words> = LazyLock::new(|| Words::of(&IN_CYRILLIC));
/// In Devanagari.
pub static DEVANAGARI: LazyLock<Words> = LazyLock::new(|| Words::of(&IN_DEVANAGARI));

const fn list(language: Language, words: &'static str) -> List {
    List { language, words }
}

/// Letters that few languages of their script have: a letter speaks for each of its languages, as words do.
pub const LETTERS: &[(Language, &str)] = &[
    (Language::German, "ßäöü"),
    (Language::Other, "äö"),
    (Language::Spanish, "ñ¿¡"),
    (Language::Portuguese, "ãõç"),
    (Language::Romanian, "ășțşţ"),
    (Language::Ukrainian, "іїєґ"),
    (Language::Russian, "ыэёъ"),
    (Language::Spanish, "áíóúé"),
    (Language::Portuguese, "áíóúéêôà"),
    (Language::Other, "łąężźśćńøåæıőűğčřůěďťňžėįų"),
    (Language::Other, "ўјљњћђѓќџ"),
];

const IN_LATIN: [List; 6] = [
    list(
        Language::English,
        "the and you that was for are with they have this not but his from what there when can your all she would \
         their them been him who will more her like just than then has had about know don't i'm it's i it is my me of to in on at \
         be do so we he if or an as by up get got one good no yes how why where which too very really love people time \
         did didn't doesn't can't isn't that's you're i've think want need lol please thanks thank am were because \
         here now only also make see even well still much go going it'll let's oh dude guy man over out back off some any",
    ),
    list(
        Language::German,
        "der die das und ist nicht ich du wir ihr mich mir dich dir ein eine einen einem einer mit auf für von zu dem den des \
         auch sich es er sie war bin bist sind hat habe haben wird werden aber wie noch nur schon kann nach bei aus wenn \
         dass daß oder mein meine dein deine sehr mal doch so im am zum zur hier da man was wer warum jetzt immer heute ja \
         nein kein keine gut mehr über durch uns euch vom beim ganz weil dann einfach diese dieser dieses gibt will muss \
         ihn ihm unser hab nix nichts etwas alle alles",
    ),
    list(
        Language::Spanish,
        "el la los las de del que y en un una por con para no se lo le su al es está están estoy muy más pero como yo tú te me mi \
         ya si sí porque esto esta este eso ese esa qué cuando todo todos nada también hay ser son fue era hace cada así \
         mucho mucha muchos bien ahora tengo tiene tienen soy eres ni sin sobre hasta donde desde vida gracias siempre \
         nunca nos les ha he han quien solo sólo vez años alguien mejor hoy jaja jajaja jajajaja aquí quiero puede hacer \
         video buen buena bueno dios gente usted ustedes ellos ella nosotros esos q da dan dar daría doy va van voy vas vamos ver \
         mí tan tanto tanta poco miedo asco odio llorar lloro triste feliz amor amo encanta encantó encantaría pena lástima risa jajaj jajajaj \
         jajajajaja pensé salió hice dejar deja dejó puedo puede pueden entendí creo creer queda quedó pobre chica chico \
         muero mueres casi cuidado ojalá canción saludos película oír oírla verdad señora señor mierda puta culpa cosa cosas \
         mismo misma otra otro otros otras tus sus mis unos unas aunque entonces mientras algo nadie esos esas aquel haber había \
         tenía estaba estaban estar fue fueron sea sería millón suscriptores años año día días noche hombre mujer mujeres niño niña niños \
         perro loco loca asustó asusta rabia vergüenza llevar país pueblo presidente también parece pinche wey we güey órale neta hola haces qué",
    ),
    list(
        Language::Portuguese,
        "o a os as do da dos das de que e em um uma por com para não nao se no na nos nas é está estou muito mais mas como eu você vc voce \
         me meu minha já sim porque pq isso essa este esse quando tudo todos nada também tbm tb há ser são foi era pra pro \
         bem agora tenho tem sou nem sem sobre até onde desde vida sempre nunca ele ela eles elas hoje aqui quero pode \
         fazer gente ta tá né vai vou ao à só ou kkk kkkk seu sua mesmo ainda depois muita obrigado obrigada mim quem \
         dia dias ter cara coisa coisas to tô num numa pelo pela q medo nojo ódio odeio chorar chorei triste feliz felicidade amor amo adoro amei \
         parabéns deixa deixar deixou fumar meus minhas seus suas tá porra mulher caralho merda puta filha filho \
         amiga amigo manda deve perfeito linda lindo velho chegou pessoas pessoa melhor mundo outro outra tão então \
         estava tinha foram seria será ainda aí lá assim saudade saudades esses essas nossa nosso tava tô tive fiz fez disse \
         acho sei saber ver vi vem veio kkk kkkkk kkkkkk kkkkkkk kkkkkkkkkkk rsrs msm mesma vcs pessoal nada ninguém alguém trabalho noite",
    ),
    list(
        Language::Romanian,
        "și si în in nu este e sunt ești esti un o de la cu pe ce că ca să sa se mai din pentru care am ai are au a fost \
         dar foarte acum asta această acest aceasta cum când cand ne te mă ma mi îi ii le lui ei el ea noi voi eu tu mea mele meu \
         doar aici bine toate toți toti tot prin după dupa fără fara fi face fac vă va vor unde cine sau nici decât decat \
         ani azi mult mulți multă despre între până pana atât atunci nimic numai chiar cât îmi imi iti îți il îl într unui unei lor",
    ),
    // Languages that are not read, so that they are not taken for those that are.
    list(
        Language::Other,
        "je tu il nous vous elle les des une est et dans pas pour sur avec qui c'est ça mais très suis été être cette ces bonjour ça va merci \
         tout fait j'ai n'est d'une qu'il mon ma ton moi toi oui rien bien \
         di che il non è sono per ho hai ha questo questa anche con della del più molto perché mi ti ci una gli nel alla \
         io lui lei siamo tutto bene ciao grazie così come stai \
         het een van ik je niet dat dit zijn maar voor met ook wat wel naar heb heeft mijn jij wij geen er op aan \
         och att det som är jag inte en på av för med har den till om så vi kan från mycket \
         og jeg ikke er til av på han hun meg deg \
         nie się jest to że na w z jak ale co tak mnie ci już czy dla tylko bardzo \
         ja on ei se että olen oli mutta niin kun ole en mitä myös hyvin minä sinä todella tämä kuin joka ovat sinulle sinua minua minulle miksi aina enää tätä näin väärin kiitos nyt vain jos hyvä moi \
         bir ve bu çok da de ne için ben sen var ama gibi değil daha \
         yang dan di ini itu saya aku kamu tidak ada dengan untuk apa \
         hogy nem és egy ez az van csak de meg \
         že se na je v jsem ale si tak není jsou \
         ako ang ng sa mga ay ko",
    ),
];

const IN_CYRILLIC: [List; 3] = [
    list(
        Language::Russian,
        "и в не на что как это то с а но все всё так он она мы вы они меня мне тебя тебе его её ее был была было если же \
         только уже нет ещё еще для от когда кто или из за по о бы есть очень чтобы потому сейчас тоже даже до \
         чем этот эта эти какой какая где просто хочу могу буду человек люди спасибо ли вот ну себя моя мой там тут почему да привет ок",
    ),
    list(
        Language::Ukrainian,
        "і й та в у не на що як це то з а але все так він вона ми ви вони мене мені тебе тобі його її був була було якщо ж \
         тільки вже ні ще для від коли хто або із за по о б є дуже щоб тому зараз теж навіть до чим цей ця ці який яка де \
         просто хочу можу буду людина люди дякую чи ось ну себе моя мій там тут чому треба сьогодні бо мати немає",
    ),
    list(
        Language::Other,
        "съм си е се да ще са от за на не и аз ти той тя ние вие много какво това този има няма беше като \
         је су сам није шта ја ово то али",
    ),
];

const IN_DEVANAGARI: [List; 2] = [
    list(
        Language::Hindi,
        "है हैं था थी थे का की के में से को और यह वह मैं हम तुम आप नहीं क्या पर भी हो रहा रही रहे मुझे मेरा मेरी मेरे उसने \
         उसकी उसके एक बहुत तो ने कर गया गई इस उस ही जो कि लिए अपने अपनी अपना कोई कुछ",
    ),
    list(
        Language::Other,
        "आहे आहेत आणि मला मी तू हे ते झाला झाली होते नाही खूप माझा माझी माझे च काय \
         छ छन् हो र मलाई म तिमी यो त्यो भयो गर्न पनि धेरै लाई",
    ),
];
