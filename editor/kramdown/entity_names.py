"""The entities that kramdown 2.5 knows beyond those of HTML 4."""

NAMES_25 = """
Afr And Aopf Ascr Barv Bfr Bopf Colone Cross Cscr DDotrahd Dashv Dfr Dopf DoubleLeftTee
DoubleLongLeftArrow DoubleLongLeftRightArrow DoubleLongRightArrow DownArrowBar
DownLeftRightVector DownLeftTeeVector DownLeftVectorBar DownRightTeeVector DownRightVectorBar
Dscr Efr Eopf Equal Esim Ffr Fopf Gammad Gfr Gopf GreaterGreater GreaterSlantEqual Gscr Iopf Jfr
Jopf Jscr Kfr Kopf Kscr Lang LeftDownTeeVector LeftDownVectorBar LeftRightVector LeftTeeVector
LeftTriangleBar LeftUpDownVector LeftUpTeeVector LeftUpVectorBar LeftVectorBar LessLess
LessSlantEqual Lfr LongLeftArrow LongLeftRightArrow LongRightArrow Longleftarrow
Longleftrightarrow Longrightarrow Lopf Map Mfr Mopf Nfr Not NotEqualTilde NotGreaterFullEqual
NotGreaterGreater NotGreaterSlantEqual NotHumpDownHump NotHumpEqual NotLeftTriangleBar
NotLessLess NotLessSlantEqual NotNestedGreaterGreater NotNestedLessLess NotPrecedesEqual
NotRightTriangleBar NotSquareSubset NotSquareSuperset NotSubset NotSucceedsEqual
NotSucceedsTilde NotSuperset Nscr Ofr Oopf Or Oscr Otimes Pfr Pr PrecedesEqual Pscr Qfr Qscr
RBarr Rang Rarrtl ReverseUpEquilibrium RightDownTeeVector RightDownVectorBar RightTeeVector
RightTriangleBar RightUpDownVector RightUpTeeVector RightUpVectorBar RightVectorBar RoundImplies
RuleDelayed Sc Sfr Sopf Sscr SucceedsEqual Tfr ThickSpace Topf Tscr Uarrocir Ufr Uopf UpArrowBar
UpEquilibrium Uscr Vbar Vdashl Vfr Vopf Vscr Wfr Wopf Wscr Xfr Xopf Xscr Yfr Yopf Yscr Zscr acE
afr amalg andand andd andslope andv ange angmsdaa angmsdab angmsdac angmsdad angmsdae angmsdaf
angmsdag angmsdah angrtvbd aopf apE apacir ascr awint bNot bemptyv bfr bigodot bigoplus
bigotimes bigsqcup biguplus bkarow blacklozenge bne bnequiv bopf boxbox bscr bsolb bumpE capand
capbrcup capcap capcup capdot caps ccaps ccups ccupssm cemptyv cfr cirE cirfnint cirmid cirscir
congdot copf cscr csub csube csup csupe cudarrl cudarrr cularrp cupbrcap cupcap cupcup cupor
cups curarrm dHar dbkarow ddotseq demptyv dfisht dfr dopf drbkarow dscr dsol duhar dwangle
dzigrarr eDDot easter efr eg egs egsdot el els elsdot eopf eparsl eplus eqslantgtr eqslantless
equivDD eqvparsl erarr ffilig fflig ffllig ffr filig fjlig fllig fopf forkv fpartint frac13
frac15 frac16 frac18 frac23 frac25 frac35 frac38 frac45 frac56 frac58 frac78 fscr gEl gammad gap
geqslant ges gescc gesdot gesdoto gesdotol gesl gesles gfr glE gla glj gnap gnapprox gne gneq
gopf gsime gsiml gtcc gtcir gtlPar gtquest gtrapprox gtrarr gtreqqless gvertneqq gvnE harrcir
hfr hksearow hkswarow hopf hscr ifr iiiint iinfin infintie intlarhk intprod iopf iprod iscr jfr
jopf jscr kfr kopf kscr lAtail lBarr lEg lHar laemptyv langd lap larrbfs larrfs larrpl larrsim
lat latail late lates lbarr lbrke lbrksld lbrkslu ldca ldrdhar ldrushar leqslant les lescc
lesdot lesdoto lesdotor lesg lesges lessapprox lesseqqgtr lfisht lfr lgE lharul llhard lnap
lnapprox lne lneq loang longleftarrow longleftrightarrow longmapsto longrightarrow lopar lopf
loplus lotimes lozf lparlt lrhard lscr lsime lsimg ltcc ltcir ltlarr ltquest ltrPar lurdshar
luruhar lvertneqq lvnE mcomma mfr midcir minusdu mlcp mopf mscr nGg nGt nGtv nLl nLt nLtv nang
napE napid nbump nbumpe ncap ncongdot ncup nearhk nedot nesear nesim nfr ngE ngeqq ngeqslant
nges nhpar nlE nleqq nleqslant nles nopf notinE notindot nparsl npart npolint npre npreceq
nrarrc nrarrw nsce nscr nsubE nsubset nsubseteqq nsucceq nsupE nsupset nsupseteqq nvHarr nvap
nvge nvgt nvinfin nvlArr nvle nvlt nvltrie nvrArr nvrtrie nvsim nwarhk nwnear odiv odsold ofcir
ofr ogt ohbar olcir olcross olt omid oopf opar operp ord oror orslope orv otimesas parsim parsl
pfr plusacir pluscir plusdu pluse plussim plustwo pointint popf prE prap pre precapprox preceq
precnapprox precneqq prnE prnap pscr qfr qint qopf qscr quatint rAtail rBarr rHar race raemptyv
rangd range rarrap rarrbfs rarrc rarrfs rarrpl rarrsim ratail rbarr rbrke rbrksld rbrkslu rdca
rdldhar rfisht rfr rharul rnmid roang ropar ropf roplus rotimes rpargt rppolint rscr rtriltri
ruluhar scE scap sce scnE scnap scpolint sdote searhk seswar sfr simdot simg simgE siml simlE
simplus simrarr smashp smeparsl smt smte smtes solb sopf sqcaps sqcups sscr subE subdot subedot
submult subnE subplus subrarr subseteqq subsetneqq subsim subsub subsup succapprox succeq
succnapprox succneqq supE supdot supdsub supedot suphsub suplarr supmult supnE supplus supseteqq
supsetneqq supsim supsub supsup swarhk swnwar tfr timesbar timesd toea topcir topf topfork tosa
triminus triplus trisb tritime tscr uHar udhar ufisht ufr uopf uscr uwangle vBar vBarv vangrt
varsubsetneq varsubsetneqq varsupsetneq varsupsetneqq vfr vnsub vnsup vopf vscr vsubnE vsubne
vsupnE vsupne vzigzag wedbar wfr wopf wscr xfr xhArr xharr xlArr xlarr xmap xodot xopf xoplus
xotime xrArr xrarr xscr xsqcup xuplus yfr yopf yscr zfr zopf zscr
"""
