"""Reading participants from spreadsheets: the file, its columns, its words and days. Nothing is written here.

`files` opens a workbook or CSV safely, `columns` knows the headings, `cells` turns cells into days, words and numbers,
`rows` puts a line together, `template` writes workbooks. The write is `stegvis.casework.actions.import_participants`.
"""
