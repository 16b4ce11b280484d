"""Words that mean the same: the SPDX list of equivalent words, and inflected forms of them."""

_GROUPS = """
acknowledgment acknowledgement
acknowledgments acknowledgements
analog analogue
analyze analyse
analyzed analysed
artifact artefact
artifacts artefacts
authorization authorisation
authorizations authorisations
authorize authorise
authorized authorised
authorizes authorises
authorizing authorising
unauthorized unauthorised
caliber calibre
canceled cancelled
capitalization capitalisation
capitalizations capitalisations
catalog catalogue
categorize categorise
characterize characterise
center centre
color colour
customize customise
defense defence
emphasized emphasised
favor favour
favorite favourite
fulfill fulfil
fulfillment fulfilment
honor honour
initialize initialise
judgment judgement
judgments judgements
labeling labelling
labor labour
license licence
licenses licences
licensed licenced
licensee licencee
licensees licencees
licensing licencing
licensor licencor
licensors licencors
relicense relicence
sublicensed sublicenced
sublicensee sublicencee
sublicensees sublicencees
sublicensing sublicencing
maximize maximise
merchantability merchantibility merchantabilty
minimize minimise
modeled modelled
modeling modelling
noncommercial
offense offence
optimize optimise
organization organisation
organizations organisations
organize organise
percent
practice practise
program programme
programs programmes
publicize publicise
realize realise
recognize recognise
recognized recognised
signaling signalling
specialized specialised
standardized standardised
sublicense sublicence
sublicenses sublicences
summarize summarise
utilization utilisation
utilize utilise
while whilst
willful wilful wilfull
http https
"""

SAME = {
    other: first
    for first, *others in (line.split() for line in _GROUPS.split("\n") if line)
    for other in others
}
"""The word to compare by, for each word that is another spelling of it."""

PAIRS = {
    ("per", "cent"): "percent",
    ("non", "commercial"): "noncommercial",
    ("sub", "license"): "sublicense",
    ("sub", "licenses"): "sublicenses",
    ("sub", "licensing"): "sublicensing",
    ("sub", "licensed"): "sublicensed",
    ("sub", "licensee"): "sublicensee",
    ("sub", "licensees"): "sublicensees",
    ("sub", "licensable"): "sublicensable",
    ("copyright", "copyright"): "copyright",
}
"""One word for two."""

HOLDERS = {"owner": "holder", "owners": "holders"}
"""What stands after “copyright” for the same person."""
