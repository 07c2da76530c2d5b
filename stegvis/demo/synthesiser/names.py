"""Invented names. Family names of Swedish form were made up; no list was taken from a register."""

import random

# By language of origin: given names of women, given names of men, family names.
_NAMES: dict[str, tuple[str, str, str]] = {
    "sv": (
        "Annika Åsa Birgitta Camilla Cecilia Eva-Lotta Gunilla Helena Ingela Ingrid Jenny Katarina Kristina Lisbet "
        "Malin Margareta Marie Monika Petra Pia Sandra Susanne Ulrika Viktoria Ylva Åsa-Lena",
        "Anders Björn Christer Claes Fredrik Göran Håkan Henrik Jesper Joakim Johan Jonas Jörgen Kenneth Lars Magnus "
        "Mattias Mikael Niklas Nils Patrik Pär Roger Stefan Sören Tommy Ulf Åke Örjan",
        "Ahlgärde Almhage Alvekrona Asksund Bergvåg Björkäng Blomsterlind Bokvik Brunnsåker Dalgårde Ekhammar "
        "Eldbäck Fagerö Fjällsporre Forsmyr Furuland Granvide Gräshult Hallonäng Hasselgärde Havreström Hjortsäter "
        "Humlebäck Hällestrand Ivarsäng Järnhäll Kallgräns Kastanjelund Klöverhage Krusäng Källmo Lavendal Lindvåg "
        "Ljungskär Lövtorn Mossbrink Myrstrand Månsäter Nordhälla Näckrosdal Odensåker Pilträd Rosenhäll Rågåker "
        "Rönnholt Sandkulla Silverbäck Sjöäng Skogsfrid Slånhage Smedäng Stenkulla Strömhälla Svalgård Svärdlilja "
        "Tallmark Torpängen Tranemyr Törnhage Vassvik Videgård Vinterskär Vågmo Ängsholt Åkerhult Ågren-Mo Åsvide "
        "Älgmyr Ärenhed Öhrsäter Östansjö Österlid",
    ),
    "ar": (
        "Aisha Amal Amina Dalal Fatima Ghada Hala Hanan Iman Khadija Layla Lina Maryam Mona Nadia Nour Rania Reem "
        "Salma Samira Sawsan Yasmin Zahra Zeinab",
        "Abbas Adnan Ahmad Ali Amjad Bashar Fadi Faisal Ghassan Hadi Hamza Hassan Ibrahim Jamal Karim Khalil Mahmoud "
        "Mazen Nabil Omar Rami Samir Tarek Yousef",
        "Abadi Al-Barqi Al-Dari Al-Hamwi Al-Nahri Al-Rawdi Al-Sahli Barazani Daoudi Farhat Haddadin Jaberi Kanaani "
        "Khourani Mansouri Najari Qasimi Rahbani Sabbagi Safadi Shahini Tamimi Wahbi Zeitouni",
    ),
    "prs": (
        "Arezo Bahar Farishta Freshta Gulalai Hosna Laila Mahbuba Marwa Nargis Nilofar Palwasha Parwana Razia Roya "
        "Sahar Shabnam Sima Zohra",
        "Abdul Ahmadullah Aziz Farid Habib Hamid Jawad Karimullah Mahdi Mustafa Najib Nasir Qasem Rahim Reza Sayed "
        "Sharif Zabi Zaman",
        "Amiri Azizpour Bahrami Faizi Ghafari Hakimzai Haidari Jafarzad Karimzai Mirzada Mohebi Naderi Nazari Noorzai "
        "Popalyar Rahimzad Rasouli Sadatyar Sharifyar Yaqubi",
    ),
    "so": (
        "Amran Asha Ayan Faduma Filsan Halimo Hamdi Hibo Hodan Ifrah Idil Khadra Ladan Nasra Nimco Sahra Sagal Shukri "
        "Ubah Zamzam",
        "Abdi Abdirahman Abdullahi Ayanle Bashir Bile Daud Farah Guled Hirsi Ismail Jama Liban Mahad Mohamud Nuur "
        "Sharmarke Warsame Yusuf Zakariye",
        "Abdulle Adan Ainanshe Barre Cige Dirir Egal Elmi Farole Gaas Galayr Hashi Hersi Jimcale Kulmiye Magan Roble "
        "Samatar Shire Warfaa",
    ),
    "ti": (
        "Abeba Almaz Asmeret Bisrat Eden Feven Freweini Genet Helen Hiwet Letebrhan Luwam Mehret Rahwa Selam Senait "
        "Tsega Winta Yordanos",
        "Abel Amanuel Aman Biniam Dawit Efrem Filmon Fitsum Goitom Habtom Isaias Kibrom Merhawi Mikal Natnael Robel "
        "Samuel Tesfay Yonas",
        "Abraha Andom Araya Asfaha Beraki Debesay Embaye Fessehaye Gebre Ghirmay Habte Kidane Measho Mehari Negash "
        "Ogbazghi Tekle Weldu Woldu Zerai",
    ),
    "uk": (
        "Alina Daryna Halyna Iryna Kateryna Lesia Liudmyla Mariia Nadiia Oksana Olena Solomiia Tetiana Yuliia Zoriana",
        "Andrii Bohdan Danylo Dmytro Ihor Ivan Mykola Mykhailo Oleh Oleksandr Ostap Petro Roman Taras Vasyl",
        "Bilenko Chornivka Dibrovenko Haidarenko Hrabovych Kalynenko Lisovyk Lypchenko Malynko Ozerchuk Polianko "
        "Richkenko Stepovych Verbenko Zelenchuk",
    ),
    "fa": (
        "Azadeh Elham Farzaneh Golnaz Leyla Mahsa Mina Nasrin Parisa Shirin",
        "Amir Arash Behrouz Dariush Farhad Kamran Kaveh Mehdi Omid Siavash",
        "Ardalani Bahramzadeh Daneshvar Farrokhi Golestani Irvani Kashanipour Mehrabi Rostamian Shirvani",
    ),
    "ku": (
        "Avin Berivan Dilan Evin Gulistan Hevi Jiyan Nesrin Rojin Shilan",
        "Azad Baran Diyar Ferhad Hiwa Kawa Rebin Serdar Siwan Zana",
        "Amedî Berzan Botani Cizîrî Gulan Hewramî Koçer Rojhilat Soran Zozan",
    ),
    "pl": (
        "Agnieszka Barbara Beata Dorota Ewa Joanna Magda Monika",
        "Andrzej Grzegorz Jacek Krzysztof Marek Paweł Tomasz Wojtek",
        "Borowicki Dębniak Gajowski Jarzębiak Klonowicz Leszczyk Sosnowiak Wrzosek",
    ),
    "ru": (
        "Anastasia Elena Irina Ludmila Marina Natalia Svetlana Tatjana",
        "Aleksej Boris Igor Maksim Nikita Oleg Sergej Viktor",
        "Berezin Kalinov Lesnov Morozkin Ozerov Polevoj Rjabinin Snegirev",
    ),
    "th": (
        "Achara Busaba Duangjai Kanya Malee Nok Pensri Ratana Siriporn Suda",
        "Anan Chai Kiet Niran Prasit Somchai Somsak Wichai",
        "Bunsong Chaiyawat Dokmai Kaewta Mekhala Phanumas Rattanawan Saengdao Thongdee Wongsawang",
    ),
    "es": (
        "Ana Carmen Daniela Lucía Marisol Paola Rosa Valeria",
        "Alejandro Carlos Diego Javier Luis Mateo Pablo Rodrigo",
        "Campoverde Delrío Lagunas Montenegro Pinares Robledal Salvatierra Vallejuelo",
    ),
}

# Swedish given names change with the years: those of people under thirty.
_YOUNG_SWEDISH = (
    "Agnes Alva Amanda Ebba Elin Ellinor Emma Felicia Frida Hanna Ida Johanna Josefin Klara Linnéa Lisa Lovisa Maja "
    "Matilda Moa My Nathalie Nellie Ronja Saga Sofia Tilde Tove Tuva Vendela Wilma",
    "Adam Albin Alexander Anton Axel Daniel David Edvin Elias Emil Erik Filip Gustav Hampus Hugo Isak Jakob Kalle "
    "Linus Ludvig Måns Olle Oskar Rasmus Sebastian Simon Tobias Viktor Wilmer",
)

NAMES_IN_USE = ("Alex", "Charlie", "Kim", "Lo", "Robin", "Sam")


def draw_name(rng: random.Random, origin: str, sex: str, *, young: bool) -> tuple[str, str]:
    """Draw a given name and a family name of a language of origin (ISO 639 code) for a sex (`F` or `M`).

    `young` is under thirty.
    """
    women, men, family = _NAMES[origin]
    if origin == "sv" and young:
        women, men = _YOUNG_SWEDISH
    return rng.choice((women if sex == "F" else men).split()), rng.choice(family.split())
