"""The commonest words of English and Russian, which say little about what a text is about.

Written by `tests/benchmarks/common_words.py` from the frequencies that the package wordfreq 3.1.1 tells (data under
CC BY-SA 4.0; https://github.com/rspeer/wordfreq). Words are cut to their first letters as in `page_words`.
"""

from __future__ import annotations

_LEVELS: tuple[tuple[int, str], ...] = (
    (  # English, Zipf values from 6.0
        8,
        (
            "a about after all also an and any are as at back be becaus been but by can could do first for from get "
            "go good had has have he her him his how i if in into is it its just know like make me more my new no not "
            "now of on one only or other our out over people said see she should so some than that the their them "
            "then there these they think this time to two up us want was way we well were what when which who will "
            "with would you your "
        ),
    ),
    (  # Russian, Zipf values from 6.0
        8,
        (
            "1 2 3 а больше будет бы был была были было быть в вас во вот время все вы где года да даже для до его ее "
            "если есть еще же за и из или их к как когда которо которы кто меня мне может можно мы на не нет но о он "
            "она они от очень по под после при просто россии с со так также то того только ты у уже украин челове чем "
            "что чтобы это этого этом я "
        ),
    ),
    (  # English, Zipf values from 5.5
        3,
        (
            "1 2 3 4 5 6 7 actual again agains alread always am americ anothe anythi around away bad based become "
            "before being believ best better betwee big both busine call called care case change childr city come "
            "commun compan comple consid contin contro countr curren day days design develo did differ direct does "
            "doing done down during each end enough even ever every everyt experi family feel few find follow found "
            "four free friend full game genera gettin give god going got govern great group happen hard having head "
            "health help here high histor home house howeve import includ inform intere intern keep last left let "
            "life little live long look lookin lot love made making man manage many may mean member men might money "
            "most mr much music must name nation need never next night nothin number off office old once operat own "
            "part partic perfor person place play player please point politi positi possib power presen presid proble "
            "produc progra provid public put questi read real really reason record relati report respon result right "
            "s same say school season second seen servic set show since small someon someth start state states still "
            "stop such suppor sure system take team tell thing things those though three throug times today told too "
            "took top under unders univer until use used very water week where while white why withou women work "
            "world year years yet "
        ),
    ),
    (  # Russian, Zipf values from 5.5
        3,
        (
            "4 5 6 7 8 9 алекса америк без более больши большо будут вам ведь вместе возмож вообще вопрос времен "
            "всегда всего всем всех встреч всё выступ г главны говори говоря год году города госуда гражда два двух "
            "действ делать дело день деньги деятел должен должно должны дом дома другие других е ему ещё её женщин "
            "жизни жизнь журнал занима здесь значит знаю извест им именно интере информ исполь исслед истори каждый "
            "какой качест количе команд компан конечн котора кроме культу лет ли лишь лучше людей люди м матери между "
            "междун место минист мира много могу могут мой момент москов мужчин н над надо называ нам направ нас "
            "настоя находи национ начина него ней некото необхо нескол ни нибудь никогд ним них ничего новост новый "
            "ну нужно об област образо общест один однако одной около опреде органи основн открыт отноше официа п "
            "первый перед период поддер позвол пока показа полити получи помощь понима послед потом потому почему "
            "почти поэтом правил правит предло предпр предст презид прекра призна причин пробле програ продол проект "
            "произв происх против работа работы раз развит расска резуль респуб решени россий россия руково русски "
            "русско сам свобод своего своей свои своих свой свою связи сделат себе себя сегодн сейчас систем сказал "
            "скольк следую случае собств соверш советс соглас создан соотве состав состоя социал спасиб специа способ "
            "среди ссср стал сторон строит сущест сша такие такое такой там тебе тебя тем теперь террит тех тогда "
            "тоже том тот три тут управл устано участи федера хорошо хотя хочу центра часть чего чемпио через чувств "
            "эконом эта эти этим этих этой этот эту являет "
        ),
    ),
    (  # English, Zipf values from 5.0
        1,
        (
            "0 8 9 abilit able above absolu accept access accord accoun achiev across act action active activi add "
            "added additi addres admini advanc affect africa age ago ahead air al album allow allowe almost alone "
            "along althou amazin among amount analys animal announ annual answer anti anyone appear applic approa "
            "april area areas army art articl artist ask asked assist associ attack attemp attend attent attrac "
            "august austra author availa averag b baby ball bank base battle beat beauti became bed began beginn "
            "behind below benefi bill bit black blood blue board body book books born box boy boys break bring britis "
            "brothe brough brown build buildi built buy c califo came campai cannot capita car card career carrie "
            "cases cause celebr center centra centre centur certai challe champi chance charac charge check chief "
            "child china chines choice christ church class classi clear close club co code cold collec colleg combin "
            "comes coming comman commen commer commis commit common compar compet comput concer condit conduc confer "
            "congre connec consis constr consum contac contai conten contra contri conver cool corpor correc cost "
            "couldn counci county couple course court cover crazy create creati credit critic cultur cup custom cut d "
            "daily damage damn danger dark data date daught david de dead deal death decemb decide decisi deep defend "
            "defens defini degree delive demand democr depart depend descri detail determ die died diffic disapp "
            "discov discus diseas distri doctor docume dog door double dr drive due e earlie early earth east easy "
            "eat econom educat effect effort eight either electi electr elemen else employ energy engine englan "
            "englis enjoy entire enviro episod especi establ etc europe event events everyo eviden exactl exampl "
            "except execut expect explai expres extrem eye eyes f face facili fact factor fall famili fans far fast "
            "father favori featur februa federa feelin felt female field fight figure film final finall financ fine "
            "finish fire five food footba force foreig forget form former forwar french front fuck fuckin fun functi "
            "funny furthe future games gas gave george german gets girl girls given gives giving global goal goes "
            "gold gone gonna greate green ground groups growth guess guy guys h hair half hand hands happy hate hear "
            "heard heart held hell hey higher himsel hit hold honest hope hospit hot hour hours huge human husban "
            "idea identi ii imagin immedi impact improv increa indepe india indian indica indivi indust influe initia "
            "inside instea instit instru intell interv introd invest involv island issue issues itself james januar "
            "job john journa july june key kids kill killed kind king knew known knows l la land langua large late "
            "later launch law lead leader league learn least leave led legal less letter level light likely limite "
            "line list listen litera lives living local locati lol london longer looked looks lord lose loss lost low "
            "lower m machin main major makes manufa march mark market marrie master match materi matter maybe means "
            "measur media medica meet meetin mentio messag met method michae middle milita millio mind mine minist "
            "minute miss missin missio model modern mom moment month months mornin mother move moved moveme movie "
            "moving multip murder myself n natura near necess needed needs neighb networ news nice non normal north "
            "note notice novemb o object obviou octobe offer offici often oh oil ok okay ones online open opinio "
            "opport option order organi origin others outsid p page paid pain paper parent park partne parts party "
            "pass past patien paul pay peace per percen perfec perhap period phone photog physic pick pictur piece "
            "places plan plans played playin points police policy poor popula post potent practi prepar press pressu "
            "pretty preven previo price primar prince prison privat probab proces profes progre projec promis promot "
            "proper propos protec publis purcha purpos qualit quite r race radio range rate rather re readin ready "
            "realiz receiv recent recogn recomm red reduce refere regard region regist regula relate releas religi "
            "remain rememb remove replac repres republ reques requir resear reside resour respec rest return reveal "
            "review rights risk river road robert rock role room round rules run runnin russia safe sales save saw "
            "saying says scienc screen sea search secret sectio securi seeing seem seems select self send sense sent "
            "separa septem series seriou seven severa sex shall share shit short shot shows side sign signif simila "
            "simple simply single sir sister site situat six size sleep social societ soluti someti son song soon "
            "sorry sound source south space speak specia specif spent spirit spring st staff stage stand standa star "
            "starte starti statem statio stay step store story straig strate street strong struct studen studie study "
            "stuff style subjec succes suffer sugges summer super suppos surpri surviv t table taken takes taking "
            "talk talkin target tax teache techni techno ten term terms test text thank thanks themse thinki third "
            "thousa threat title togeth tomorr tonigh total toward town track trade tradit traini transf transp "
            "travel treatm tried true trust truth try trying turn turned tv type u uk union united update upon using "
            "usuall v value variou vehicl versio via victor video view visit voice vote w wait waitin walk wall wanna "
            "wanted wants war washin watch watchi ways websit weeks weight welcom went west wester whatev whethe "
            "whole whose wife willia win window wish within woman won wonder word words worked worker workin works "
            "worth wouldn write writin writte wrong wrote x y yeah yes york young yourse "
        ),
    ),
    (  # Russian, Zipf values from 5.0
        1,
        (
            "0 a i ii the абсолю август автобу автома автомо автор админи академ активн алексе анализ англий андрей "
            "аппара апреля аресто армии б безопа белору бизнес благод болезн больни больша британ будем будто буду "
            "будуще быстро бюджет важно вариан введен вдруг века велики велико вернул вернут вероят версия верхов "
            "вести весь вечеро вещи взгляд взять вид виде видел видеть видимо виктор включа владим власти власть "
            "влияни вместо вниман вновь внутре внутри воды военно военны возвра воздух возник возрас войны вокруг "
            "вооруж восста восток восточ впервы вперед вполне вроде всей вспомн встрет всю вся второй вчера выбора "
            "выгляд вызыва выигра выполн выпуск высоки высоко выстав выходи выше вышел гг генера герман глава главно "
            "глаза го годы голову голос голосо город городе городс господ готов готови готовы границ группа группы "
            "губерн д давлен давно далеко дальне дальше данные данным данных дать две двигат движен девочк девушк "
            "декабр дел дела делает деле демокр денег депута деревн детей дети детски директ дмитри дней дни дня "
            "доволь догово доказа доктор докуме долго должна доллар домашн доме домой дополн дорога дороги достат "
            "достиг достиж доступ дочь др друг друга другим другой другом друзья думаю европе европы единст ей екатер "
            "ж желани железн жена животн жителе жить заверш зависи завтра задерж заключ закон законо законч закрыт "
            "замест замети замеча западн застав затем захват зачем заявил заявле здоров земли знает знаете знаешь "
            "знаком знамен знать значен золото иванов игр игра играть игру игры идет идти издани измене измени изобра "
            "израил имеет имени иметь имеют имя иначе иногда иностр инстит инстру интерн исключ искусс исполн источн "
            "июля июня й каждог кажетс какая какие каким какое кандид капита картин карьер катего кварти кем киев "
            "кино китайс класса класси клиент клуб клуба км книга книги ко кого коллек комисс комите коммун комнат "
            "компле компью кому конкур контра контро конфер конца конце концер корабл короле коротк котору крайне "
            "красив красно красны кредит критик крупны кстати куда л легко летом либо линии литера лица лицо лучший "
            "любви люблю любовь любой людям магази максим малень мало мальчи мама марта массов мастер матч матче мать "
            "машины мая медици менее меньше мере меропр места месте местно местны месяц месяца месяце металл механи "
            "миллио минут мир мире мирово михаил млн мм многие многих множес мной мог могла могли мое моего моей мои "
            "молоде молодо молоды москва москве москвы моя музыка наблюд наверн надежд надеюс назад назвал назван "
            "назнач наибол найти наконе нами написа наприм народ народн наруше населе настол настро наступ наук "
            "научно научны находя начал начала начале начали начало началь наш наша нашего нашей наши наших неболь "
            "невозм недавн недели неделю недост нее незави неизве нельзя нем немецк немног нему ненави несмот ниже "
            "никаки никако никола никто ними новая нового новое новой новые новых нормал ночи ночь ночью ноября "
            "нравит нужен нью оба обеспе облада обнару оборон оборуд обрати обратн обраща обсужд объеди объект объяви "
            "объясн обычно обязан обязат ограни огромн одна одним одно одновр одного одном одну означа оказал оказыв "
            "оконча октябр олимпи оно опасно операт операц описан опубли опять оружие освобо основа основе особен "
            "остава остави остало осталь остано остров осущес ответ ответи ответс отвеча отделе отдель отец отечес "
            "отказа открыл откуда отличи отличн отмети отмеча относи отправ отсутс отца офицер очевид очеред памятн "
            "партии пару первая первог первое первой первом первую первые первым первых перево переда перест перехо "
            "персон песни петерб писате план планир плохо площад победи победы поводу повтор повыше подгот подобн "
            "подозр подпис подроб подтве подума подход пожалу позже позици показы покупа поле полице полици полнос "
            "полови положе положи получа получе пользо пользу помога помочь помощи понял понятн понять попроб попрос "
            "популя попытк пор порядк поскол посмот постав постан постоя постро поступ потеря потреб появил прав "
            "права правда право праздн практи превра предел предла предме предос предпо предсе прежде премье престу "
            "прибыл привел привет привле привод пригла придет приеха приказ примен пример принад принес приним принци "
            "принял принят приобр природ присут приход пришло приятн про провед провел провер провод продаж продук "
            "произо промыш прости простр профес проход процес прошло прямо психол публик пусть пути путин путь пять р "
            "работ работе работн работу рабочи равно ради раза разгов раздел различ размер разных разраб разреш "
            "района районе рамках ранее раньше распол распро рассма расшир реализ реальн ребенк ребята револю регион "
            "речь решил рода родите рожден роль руб рублей руки руку рф ряд рядом сайт сайте сама сами самого самое "
            "самой самоле самом самые самый самым самых санкт сборно свет свидет свое своем своим своими связан "
            "сделал сделан северн сезон секрет сельск семьи семья сентяб сергей сердце серии серьез сети сил силу "
            "силы сильно сильны ситуац сих сказат скорее скоро скорос следов следуе слишко слова словам слово сложно "
            "случай см смерти смерть сми сможет смотре смотри сначал снова собира собой собран событи совет совета "
            "совмес соврем совсем соглаш содерж создат солдат сообще сообщи соревн состои сотруд сохран союза список "
            "спокой спорти спроси сравне сразу средне средст ст стала стали стало станет станов станци стать степен "
            "стоимо стоит столиц стольк стран страна стране страни странн страны страшн структ студен суд счастл "
            "счасть счет считае считаю сын сюда т та такая таки таким таких такого твой творче те театра телеви "
            "телефо темпер техник технич технол течени типа тобой той тому торгов точки точно традиц трансп требов "
            "требуе тренер третье труда трудно туда турнир тыс тысяч тяжело убийст увелич уверен увидел удалос уж "
            "узнать указан улице умер универ уничто уровен уровне уровня услови успешн устрой утверж утром участв "
            "участк участн учител учрежд ф феврал фестив физиче филосо фильм фильма финанс формир фотогр франци "
            "францу функци футбол х характ ходе хозяйс холодн хороше хороши хотел хоть хотят хочет хочешь художе "
            "художн целом целью центр центре церков ч час часа часов части частно часто честь четвер четыре числе "
            "число член чтоб чуть шесть школе школу школы школьн шоу э экспер электр элемен энерги этому эффект ю "
            "являют язык января "
        ),
    ),
)

STOP_STEMS = frozenset(stem for eighths, stems in _LEVELS if eighths == 8 for stem in stems.split())
"""Stems so common that they tell nothing."""

COMMONNESS = {stem: eighths for eighths, stems in reversed(_LEVELS) for stem in stems.split() if stem not in STOP_STEMS}
"""Eighths of a stem's rarity on a page that are taken off."""
